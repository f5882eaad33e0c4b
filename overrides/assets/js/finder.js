/* The guide "find your cause". It shows the questions one screen at a time, stops at a danger rule, and else adds up
 * what the answers speak for. Questions, rules and weights are data in the page (docs/finder.yml and the `clues` of the
 * cause pages); this script decides nothing by itself. Answers live in the address (#answers&...), nowhere else.
 *
 * It starts after the theme's script, in a task of its own: a slow phone can answer a touch between the two. */
setTimeout(() => {
  "use strict";
  const root = document.querySelector("[data-finder]");
  if (!root) return;
  const app = root.querySelector("[data-finder-app]");
  const plain = root.querySelector("[data-finder-plain]");
  const DATA = JSON.parse(root.querySelector("[data-finder-data]").textContent);
  const MARK = "#answers";
  const STOP_TODAY = "Stop here and call today";
  const CAP = 4; // no question counts for more
  const questions = new Map();
  const texts = new Map();
  const numbers = new Map(); // answer -> its question's and its own place in the lists of weights
  const asked = new Map(); // question -> its words
  const rules = [];
  for (const screen of DATA.screens) {
    for (const question of screen.questions) {
      let place = 0;
      for (const group of question.groups) {
        for (const [id, text, , level, say, sooner, pages] of group.answers) {
          const token = `${question.id}.${id}`;
          texts.set(token, text);
          numbers.set(token, [questions.size, place]);
          place += 1;
          if (level) rules.push({ level, say, sooner, all: [token], pages: pages || [DATA.warnings] });
        }
      }
      questions.set(question.id, question);
      asked.set(question.id, question.title || screen.title);
    }
  }
  const flat = (token) => (token[0] === "@" ? DATA.sets[token.slice(1)].flatMap(flat) : [token]);
  for (const rule of [...rules, ...DATA.rules]) {
    rule.needs = (rule.all || []).map(flat); // one of each
    if (rule.any) rule.needs.push(rule.any.flatMap(flat));
    rule.bars = (rule.none || []).flatMap(flat);
  }
  const urgency = Object.keys(DATA.levels);
  const ordered = [...rules, ...DATA.rules].sort((a, b) => urgency.indexOf(a.level) - urgency.indexOf(b.level));
  const drawings = plain.querySelectorAll(".body-map");
  const compare = plain.querySelector(".finder__table");
  const apart = (path) => `${compare.querySelector(`[data-page="${path}"]`).children[3].textContent}.`;
  let state = { at: DATA.screens[0].id, answers: {}, edit: false, on: false };

  /* The address and the state */
  const read = () => {
    const fresh = { at: DATA.screens[0].id, answers: {}, edit: false, on: false };
    const parts = decodeURIComponent(location.hash).split("&");
    const mark = parts.shift();
    const [, place] = mark.match(/^#hurts-(.+)$/) || []; // from the map of the home page
    if (texts.has(`where.${place}`)) fresh.answers.where = [place];
    if (mark !== MARK) return fresh;
    for (const part of parts) {
      const [key, value = ""] = part.split("=");
      if (key === "at") fresh.at = value;
      else if (key === "edit") fresh.edit = true;
      else if (key === "on") fresh.on = true;
      else if (questions.has(key)) {
        const known = value.split(",").filter((id) => texts.has(`${key}.${id}`));
        if (known.length) fresh.answers[key] = known;
      }
    }
    const first = DATA.screens.find((screen) => screen.questions.some((question) => !fresh.answers[question.id]));
    const index = DATA.screens.findIndex((screen) => screen.id === fresh.at);
    const open = first ? DATA.screens.indexOf(first) : DATA.screens.length;
    if (index > open || (index < 0 && fresh.at !== "result")) fresh.at = first ? first.id : "result";
    if (fresh.at === "result" && first && !verdict(fresh).stop) fresh.at = first.id;
    return fresh;
  };
  const address = (next) => {
    const parts = [MARK];
    for (const [key, chosen] of Object.entries(next.answers)) parts.push(`${key}=${chosen.join(",")}`);
    if (next.on) parts.push("on=1");
    if (next.edit) parts.push("edit=1");
    parts.push(`at=${next.at}`);
    return parts.join("&");
  };
  const go = (change) => {
    state = { ...state, ...change };
    history.pushState(null, "", address(state));
    render(true);
  };
  const clear = () => {
    history.replaceState(null, "", location.pathname + location.search);
    state = read();
    render(true);
  };

  /* The danger rules */
  const said = (answers, token) => {
    const [question, answer] = token.split(".");
    return (answers[question] || []).includes(answer);
  };
  const answered = (answers, id) => {
    const screen = DATA.screens.find((one) => one.id === id);
    return screen.questions.every((question) => answers[question.id]);
  };
  const verdict = ({ answers, on }) => {
    const complete = DATA.screens.every((screen) => answered(answers, screen.id));
    const gate = answered(answers, DATA.gate);
    let pending = null;
    for (const rule of ordered) {
      const holds =
        rule.needs.every((any) => any.some((token) => said(answers, token))) &&
        !rule.bars.some((token) => said(answers, token));
      if (!holds) continue;
      if (rule.at === "end" && !complete) continue;
      const because = rule.needs.flat().filter((token) => said(answers, token));
      const found = { level: rule.level, rule, because: [...new Set(because)] };
      if (rule.level === "emergency") return { ...found, stop: true };
      if (rule.level === "urgent" && rule.at !== "end" && !on) {
        if (gate || complete) return { ...found, stop: true };
        pending = pending || found;
        continue;
      }
      if (rule.level === "urgent" && !complete) {
        pending = pending || found;
        continue;
      }
      return { ...found, stop: false, pending };
    }
    return { level: pending ? pending.level : "self", rule: null, because: [], stop: false, pending };
  };

  /* Adding up */
  const score = (answers) =>
    DATA.causes
      .map((cause) => {
        let sum = cause.common;
        const pro = [];
        const con = [];
        const note = (weight, text) => {
          if (weight >= 0.3) pro.push([weight, text]);
          if (weight <= -0.4) con.push([weight, text]);
        };
        for (const [key, chosen] of Object.entries(answers)) {
          const places = questions.get(key).kind === "places";
          const ids = places ? chosen.filter((id) => id !== "unsure") : chosen;
          let part = 0;
          for (const id of ids) {
            const [row, place] = numbers.get(`${key}.${id}`);
            const weight = (cause.clues[row][place] || 0) / 10;
            part += places ? weight / ids.length : weight; // several places share the weight of one
            note(weight, id === "none" ? `${asked.get(key)} None of these` : texts.get(`${key}.${id}`));
          }
          sum += Math.max(-CAP, Math.min(CAP, part));
        }
        for (const [key, ids, weight] of cause.without) {
          const chosen = answers[key];
          if (!chosen || chosen.includes("unsure") || ids.some((id) => chosen.includes(id))) continue;
          sum += weight;
          if (weight <= -0.4) con.push([weight, `You did not choose: ${ids.map((id) => texts.get(`${key}.${id}`)).join("; ")}`]);
        }
        pro.sort((a, b) => b[0] - a[0]);
        con.sort((a, b) => a[0] - b[0]);
        return { cause, sum, pro: pro.slice(0, 4).map((x) => x[1]), con: con.slice(0, 3).map((x) => x[1]) };
      })
      .sort((a, b) => b.sum - a.sum);
  const name = (answers, bone, most) => {
    const all = score(answers);
    const top = all[0].sum;
    const near = all.filter((one, index) => index < 2 || one.sum > top - 6);
    const crack = all.find((one) => one.cause.path === "causes/stress-fracture");
    const named = (bone ? [crack, ...near.filter((one) => one !== crack)] : near).slice(0, most);
    for (const one of named) {
      const well = top >= 1 && one.sum >= 3 && one.sum >= top - 1.5;
      one.fits = bone && one === crack ? "first" : well ? "well" : "part";
    }
    return named;
  };

  /* Building the page */
  const el = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "click") node.addEventListener("click", value);
      else if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };
  const button = (text, kind, click) => el("button", { type: "button", class: `finder__button finder__button--${kind}`, click }, text);
  const link = (path, text) => {
    const [page, anchor] = path.split("#");
    const target = DATA.pages[page];
    return el("a", { href: target[1] + (anchor ? `#${anchor}` : "") }, text || target[0]);
  };
  const list = (items, kind = "ul") => el(kind, {}, items.map((item) => el("li", {}, item)));
  const heading = (text, level = "h2") => el(level, { class: "finder__title", tabindex: "-1" }, text);
  const quote = (text) => `“${text}”`;

  const option = (question, id, text, alone, draw) => {
    const type = question.kind === "one" ? "radio" : "checkbox";
    const input = el("input", { type, name: question.id, value: id, checked: (state.answers[question.id] || []).includes(id) });
    if (alone) input.dataset.alone = "";
    input.addEventListener("change", () => {
      if (type === "checkbox" && input.checked) {
        for (const other of app.querySelectorAll(`input[name="${question.id}"]`)) {
          if (other !== input && (alone || "alone" in other.dataset)) other.checked = false;
        }
      }
      if (draw) draw();
      app.querySelector(".finder__error").textContent = "";
    });
    return el("label", { class: "finder__answer" }, input, el("span", {}, text));
  };

  const maps = (question) => {
    const box = el("div", { class: "finder__maps", role: "group", "aria-label": "Body map: front, left side, back" });
    const regions = [];
    for (const [view, words] of ["Front", "Left side", "Back"].entries()) {
      const svg = drawings[view].cloneNode(true);
      for (const a of svg.querySelectorAll("a")) a.replaceWith(...a.childNodes);
      for (const region of svg.querySelectorAll("[data-region]")) {
        const id = region.dataset.region;
        region.setAttribute("role", "checkbox");
        region.setAttribute("tabindex", "0");
        region.setAttribute("aria-label", texts.get(`${question.id}.${id}`));
        const shape = region.firstElementChild;
        const x = shape.getAttribute("cx");
        const y = shape.getAttribute("cy");
        const tick = document.createElementNS("http://www.w3.org/2000/svg", "path");
        tick.setAttribute("d", `M${x - 6} ${+y + 0.5}l4 4.5 8-9.5`);
        tick.setAttribute("class", "region__tick");
        region.append(tick);
        const flip = () => app.querySelector(`input[name="${question.id}"][value="${id}"]`).click();
        region.addEventListener("click", flip);
        region.addEventListener("keydown", (event) => {
          if (event.key === " " || event.key === "Enter") {
            event.preventDefault();
            flip();
          }
        });
        for (const [event, add] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
          region.addEventListener(event, () => {
            app.querySelector(`input[name="${question.id}"][value="${id}"]`).parentNode.classList.toggle("finder__answer--near", add);
          });
        }
        regions.push([id, region]);
      }
      box.append(el("figure", { class: "finder__view" }, svg, el("figcaption", {}, words)));
    }
    const draw = () => {
      for (const [id, region] of regions) {
        const input = app.querySelector(`input[name="${question.id}"][value="${id}"]`);
        region.setAttribute("aria-checked", String(input.checked));
      }
    };
    return [box, draw];
  };

  /* The answers, and the first question that has none. */
  const collect = (screen) => {
    const answers = { ...state.answers };
    let open = null;
    for (const question of screen.questions) {
      const chosen = [...app.querySelectorAll(`input[name="${question.id}"]:checked`)].map((input) => input.value);
      if (chosen.length) answers[question.id] = chosen;
      else {
        delete answers[question.id];
        open ??= question.id;
      }
    }
    return [answers, open];
  };

  const ask = (screen) => {
    const index = DATA.screens.indexOf(screen);
    const form = el("form", { class: "finder__screen", novalidate: true });
    const found = verdict(state);
    form.append(
      el("p", { class: "finder__progress", id: "finder-progress" }, `Question ${index + 1} of ${DATA.screens.length}`),
      el("progress", { class: "finder__bar", max: DATA.screens.length, value: index + 1, "aria-labelledby": "finder-progress" }),
    );
    if (found.pending) {
      const level = DATA.levels[found.pending.level].label;
      form.append(el("p", { class: "finder__pending" }, el("strong", {}, `${level}. `), "One of your answers needs a call to a doctor. The next questions can only make it more urgent."));
    }
    form.append(heading(screen.title));
    if (screen.hint) form.append(el("p", { class: "finder__hint" }, screen.hint));
    let redraw = null;
    for (const question of screen.questions) {
      const field = el("fieldset", { class: `finder__field finder__field--${question.kind}` });
      const own = question.title || screen.title;
      field.append(el("legend", { class: question.title ? "" : "finder__quiet" }, own));
      if (question.hint) field.append(el("p", { class: "finder__hint" }, question.hint));
      if (question.kind === "places") {
        const [box, draw] = maps(question);
        redraw = draw;
        field.append(box);
      }
      for (const group of question.groups) {
        const answers = el("div", { class: "finder__answers" }, group.answers.map(([id, text, alone]) => option(question, id, text, alone, redraw)));
        if (group.title) field.append(el("div", { class: "finder__group", role: "group", "aria-label": group.title }, el("p", { class: "finder__heading" }, group.title), answers));
        else field.append(answers);
      }
      form.append(field);
    }
    const error = el("p", { class: "finder__error", role: "alert" });
    form.append(error);
    const back = index > 0 && !state.edit ? button("Back", "quiet", () => go({ answers: collect(screen)[0], at: DATA.screens[index - 1].id })) : null;
    const next = el("button", { type: "submit", class: "finder__button finder__button--main" }, state.edit ? "Done" : index + 1 < DATA.screens.length ? "Next" : "Show what fits");
    const wipe = Object.keys(state.answers).length ? button("Clear my answers", "link", clear) : null;
    form.append(el("div", { class: "finder__buttons" }, back, next, wipe));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [answers, open] = collect(screen);
      if (open) {
        const first = form.querySelector(`input[name="${open}"]`);
        first.closest("fieldset").querySelector("legend").after(error);
        error.textContent = "Please choose an answer. “I am not sure” or “None of these” is fine.";
        first.focus({ preventScroll: true });
        error.scrollIntoView({ block: "center" });
        return;
      }
      const after = verdict({ answers, on: state.on });
      const all = DATA.screens.every((one) => answered(answers, one.id));
      const following = DATA.screens[index + 1];
      go({ answers, edit: false, at: after.stop || !following || (state.edit && all) ? "result" : following.id });
    });
    app.replaceChildren(form);
    if (redraw) redraw();
  };

  const card = (found) => {
    const level = DATA.levels[found.level];
    const care = found.level === "emergency" || found.level === "urgent" ? found.level : "see-someone";
    const title = found.because.length ? `${level.act}:` : `${level.act.replace(/\. You said$/, "")}.`;
    const body = found.because.length ? list(found.because.map((token) => texts.get(token))) : null;
    return el("div", { class: `care care--${care}`, "data-level": found.level }, el("p", { class: "care__title" }, el("span", { class: "care__level" }, `${level.label}.`), ` ${title}`), body);
  };
  const advice = (found) => {
    const rule = found.rule;
    const parts = [];
    if (rule && rule.because) parts.push(el("p", { class: "finder__why" }, rule.because, rule.within ? el("strong", {}, ` Be seen ${rule.within}.`) : null));
    if (rule) parts.push(el("p", {}, el("strong", {}, "What to say when you call: "), quote(rule.say)));
    if (rule && rule.sooner) parts.push(el("p", {}, el("strong", {}, "It is an emergency if: "), `${rule.sooner}.`));
    return parts;
  };

  const table = (named, halt) => {
    const copy = compare.cloneNode(true);
    const rows = named.map(({ cause }) => copy.querySelector(`[data-page="${cause.path}"]`));
    if (halt) for (const row of rows) row.children[4].textContent = "No. Not until a doctor has ruled out a crack in the bone";
    copy.querySelector("tbody").replaceChildren(...rows);
    return copy;
  };

  const answersList = () => {
    const rows = DATA.screens
      .filter((screen) => screen.questions.some((question) => state.answers[question.id]))
      .map((screen) => {
        const words = screen.questions
          .filter((question) => state.answers[question.id])
          .map((question) => {
            const chosen = state.answers[question.id].map((id) => texts.get(`${question.id}.${id}`)).join("; ");
            return el("p", {}, question.title ? `${question.title} ` : "", el("strong", {}, chosen));
          });
        const change = button("Change", "link", () => go({ at: screen.id, edit: true }));
        change.setAttribute("aria-label", `Change: ${screen.title}`);
        return el("li", {}, el("div", {}, el("span", { class: "finder__asked" }, screen.title), words), change);
      });
    return el("section", { class: "finder__yours" }, el("h3", {}, "Your answers"), el("ul", {}, rows));
  };

  const tools = (found) => {
    const day = new Date().toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" });
    const note = el("p", { class: "finder__paper" }, `Printed on ${day} from Runner's Hip, a guide to reading. It is not a diagnosis. No clinician has reviewed it.`);
    const on = found.stop && found.level === "urgent" ? button("Answer the rest, for your visit", "quiet", () => go({ on: true, at: following(), edit: false })) : null;
    return [
      el("div", { class: "finder__buttons" }, on, button("Print a summary", "quiet", () => print()), button("Clear my answers", "link", clear)),
      el("p", { class: "finder__hint" }, "To keep or share your answers, save the full address of this page. It holds them."),
      note,
    ];
  };
  const following = () => {
    const open = DATA.screens.find((screen) => screen.questions.some((question) => !state.answers[question.id]));
    return open ? open.id : "result";
  };

  const stop = (found) => {
    const level = DATA.levels[found.level];
    const pages = (found.rule.pages || []).map((path) => link(path));
    const box = el("div", { class: "finder__result", "data-stop": found.level }, heading(found.level === "emergency" ? "Stop here and get help now" : STOP_TODAY), card(found), advice(found));
    box.append(el("h3", {}, "What to do now"), list(level.todo, "ol"));
    if (found.level !== "emergency" && pages.length) box.append(el("h3", {}, "Read while you wait"), el("div", { class: "finder__read" }, list(pages)));
    else if (pages.length) box.append(el("p", { class: "finder__read" }, "Later, for the person with you: ", pages[0]));
    box.append(answersList(), ...tools(found));
    app.replaceChildren(box);
  };

  const result = (found) => {
    const urgent = found.level === "urgent" && Boolean(found.rule); // the last answers can trip a rule too: the same stop, then what fits
    const bone = urgent && Boolean(found.rule.bone);
    const warning = urgent && !bone ? found.rule.pages.slice(0, 1) : []; // 3 pages at most, with the one on the danger
    const named = name(state.answers, bone, 3 - warning.length);
    const level = DATA.levels[found.level];
    const box = el("div", { class: "finder__result", "data-level": found.level, "data-stop": urgent && "urgent" }, heading(urgent ? STOP_TODAY : "What fits your answers"), card(found), advice(found));
    const todo = [el("h3", {}, urgent ? "What to do now" : "What to do this week"), list(level.todo, "ol")];
    if (urgent) box.append(...todo);
    const top = Math.max(...named.map((one) => one.sum));
    const best = named.filter((one) => one.sum >= top - 0.7);
    let opening = "These pages fit your answers best. They are a place to start reading, not a diagnosis.";
    if (bone) opening = "Read about the bone first: it must be ruled out. The other pages fit your answers best. This is not a diagnosis.";
    else if (top < 1) opening = "No page fits well. These are the nearest. Let somebody examine you.";
    else if (best.length > 1) opening = `${best.length} of these pages fit about equally well. Read each of them. This is not a diagnosis.`;
    box.append(el("h3", {}, "Pages to read"));
    if (warning.length) box.append(el("p", { class: "finder__read" }, "First: ", link(warning[0])));
    box.append(el("p", {}, opening));
    const badges = { first: "Rule this out first", well: "Fits well", part: "Fits in part" };
    const cards = named.map((one) => {
      const against = one.con.length ? list(one.con) : el("p", {}, "Nothing that you said.");
      return el(
        "li",
        { class: `fit fit--${one.fits === "part" ? "part" : "well"}`, "data-page": one.cause.path },
        el("p", { class: "fit__badge" }, badges[one.fits]),
        el("p", { class: "fit__title" }, link(one.cause.path)),
        el("p", {}, apart(one.cause.path)),
        el("div", { class: "fit__reasons" },
          el("div", {}, el("p", { class: "fit__label" }, "Because you said"), one.pro.length ? list(one.pro) : el("p", {}, "Nothing that points to it.")),
          el("div", {}, el("p", { class: "fit__label" }, "What speaks against"), against)),
      );
    });
    box.append(el("ol", { class: "finder__fits" }, cards));
    if (found.rule && found.rule.bone && !urgent && !named.some((one) => one.cause.path === "causes/stress-fracture")) {
      box.append(el("p", {}, "The bone must be ruled out first: ", link("causes/stress-fracture"), "."));
    }
    const halt = urgent || found.level === "soon";
    if (!urgent) box.append(...todo);
    box.append(el("h3", {}, "Compare them"), table(named, halt), answersList(), ...tools(found));
    app.replaceChildren(box);
  };

  function render(focus) {
    const found = verdict(state);
    if (state.at === "result" && found.stop) stop(found);
    else if (state.at === "result") result(found);
    else ask(DATA.screens.find((screen) => screen.id === state.at));
    if (focus) {
      const title = app.querySelector(".finder__title");
      title.focus({ preventScroll: true });
      app.scrollIntoView({ block: "start" });
    }
  }
  const arrive = () => {
    if (location.hash && !decodeURIComponent(location.hash).startsWith(MARK)) return; // a link within the page
    state = read();
    render(false);
  };
  addEventListener("popstate", arrive);
  addEventListener("hashchange", arrive);
  plain.remove(); // the same questions as steps and links, for readers without scripts
  state = read();
  render(false);
});
