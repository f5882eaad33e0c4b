/* The search engine: what happens between the words that a runner types and the ranking.
 *
 * It speaks the protocol of the theme's search worker, so that the theme's box, keys and list stay as they are:
 *   in   {type: 0, data: {config, docs}}  the index (scripts/search_hooks.py makes it)   {type: 2, data: query}
 *   out  {type: 1}  ready   {type: 3, data: {items: [[entry, ...], ...]}}  one inner list a page, best page first
 * A query may also be {text, kind}: then all pages of that kind are ranked (the field on the page of questions).
 * The answer has three more keys: `danger` (a level of care), `nearest` (words, when nothing was found), `query`.
 *
 * How it ranks, in the order of the functions below:
 * 1. Words. Texts and queries are cut into words; a light stemmer takes endings off (stretches, stretching ->
 *    stretch). Each group of docs/synonyms.yml is a term of its own: wherever one of its words or phrases stands,
 *    in a page or in a query, the group's term stands too, so "bum" finds "buttock".
 * 2. Slots. Each word of a query that is no filler ("how", "my") is a slot with its alternatives: the word itself
 *    (weight 1) and its groups (GROUP). A word that no page has is completed, when it is the last and still being
 *    typed; or mended (Damerau-Levenshtein distance 1, or 2 for long words); or cut in two ("cooldown").
 * 3. BM25F (Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.5):
 *        score(page) = sum over slots of  idf * tf / (K1 + tf),
 *        tf = sum over fields of  weight * count / (1 - b + b * length / average length).
 *    A slot's tf is the weighted sum over its alternatives, its idf that of pages that have any of them: so a word
 *    that stands on each page ("hip", "pain") counts for little. As each page here speaks of rest and of doctors,
 *    but few are about them, idf is the mean of two: over pages that say a word, and over pages named by it.
 * 4. Names. A page has many names: title, the writers' `also`, headings, and how other pages link to it. The name
 *    most like the query adds to the score: Dice's coefficient, each word weighted by its idf. So a whole question
 *    finds the page that answers that question, and a short name beats a long text that mentions it.
 * 5. Sections are ranked by the same BM25F; the best adds to its page and is shown first.
 * 6. Words that mean danger put the warning signs on top, with the level of care, whatever else was found.
 */
(() => {
  "use strict";

  // field: [weight, b]
  const FIELDS = { title: [5, .4], also: [4, .6], signs: [3, .5], heads: [1.5, .6], links: [1.5, .6], text: [.7, .8], aside: [.3, .8] };
  const K1 = 2.5; // how soon more of the same word stops to help
  const GROUP = .7; // a word for the same thing, against the word itself
  const MENDED = .8; // a mended or completed word, against a word typed in full
  const GUESSED = .4; // the same, when no page is named by it
  const UNNAMED = .5; // rarity of a word that names no page ("few", "bad"), against one that does
  const NUMBER = .5; // a number, against a word
  const SECTION = .5; // the best section, against the whole page
  const NAME = 2; // the likest name, against the text
  const SHOWN = 10; // pages in a list
  const SECTIONS = 3; // sections of a page in a list
  const FALL = .12; // pages that score less than this share of the best are left out
  const LEVELS = { emergency: "Emergency: call 911, 112 or 999 now", urgent: "Urgent: be seen today or tomorrow" };
  const FILLERS = new Set(("a about all also always am an and any are as at bad be been being best bit but by can come could did do does " +
    "doing done dont each enough every few for from get gets getting give go goes going good got had has have having he help her him his how " +
    "i id if ill im in into is isnt it its ive just keep keeps know let like lot lots make me much must my need no not now of ok okay " +
    "on one only or our out over please quite really s say says see shall she should since so some still such t take takes taking tell " +
    "than that thats the their them then there these they theyre thing things this to too try trying up us use used using very want " +
    "was way we were what whats when where which while whilst who whom why will with would yes you your youre cos coz cuz because").split(" "));

  let index;
  let ready; // a promise, while the index is loading

  /* ---- 1. Words ---- */

  const SHOWN_WORD = /[\p{L}\p{N}]+(?:['’&][\p{L}]+)*/gu;
  const WORD = /[a-z0-9]+(?:['’&][a-z]+)*/g;
  // "x-ray" is one word, "warm-up" are two; "can't" is "cant", "runner's" is "runner".
  const ascii = (text) => (/[^\x00-\x7f]/.test(text) ? text.normalize("NFKD").replace(/\p{M}/gu, "") : text);
  const clean = (text) => ascii(text.toLowerCase()).replace(/\b([a-z])-(?=[a-z])/g, "$1");
  const plainWord = (word) => (/['’&]/.test(word) ? word.replace(/['’]s$/, "").replace(/['’&]/g, "") : word);
  const words = (text) => (clean(text).match(WORD) || []).map(plainWord);

  const stems = new Map();
  function stem(word) {
    let known = stems.get(word);
    if (known === undefined) stems.set(word, (known = cut(word)));
    return known;
  }
  function cut(word) {
    if (word.length < 3 || /\d/.test(word)) return word;
    let w = word;
    if (/[^aeiou]ies$/.test(w) && w.length > 4) w = w.slice(0, -3) + "y";
    else if (/(ss|x|z|ch|sh)es$/.test(w)) w = w.slice(0, -2);
    else if (/[^suia]s$/.test(w) && w.length > 3) w = w.slice(0, -1);
    if (/.{4}(ness|less)$/.test(w)) w = w.slice(0, -4);
    else if (/.{4}ful$/.test(w)) w = w.slice(0, -3);
    else if (/.{3}[^l]ly$/.test(w)) w = w.slice(0, -2);
    const ending = w.match(/^(.*[aeiouy].*)(?:ing|ed)$/) || w.match(/^(.{2,}(bb|dd|gg|mm|nn|pp|rr|tt))er$/);
    const short = ending?.[1].replace(/(bb|dd|gg|mm|nn|pp|rr|tt)$/, (two) => two[0]);
    if (short?.length > 2 && !w.endsWith("eed")) w = short;
    if (/..[^e]e$/.test(w)) w = w.slice(0, -1);
    return w.length > 5 ? w.replace(/[yi]$/, "") : w;
  }

  // The stem of a word as it stands in a text, remembered.
  const read = new Map();
  function stemOf(shown) {
    let known = read.get(shown);
    if (known === undefined) read.set(shown, (known = stem(plainWord(clean(shown)))));
    return known;
  }

  /* Where groups of synonyms stand in a row of stems, also with fillers between ("lose a few kilos"):
   * [group, first place, place after the last]. */
  function groupsIn(row) {
    const found = [];
    const whole = row.map((_, at) => at);
    const bare = whole.filter((at) => !FILLERS.has(row[at]));
    for (const places of bare.length < row.length ? [whole, bare] : [whole]) {
      places.forEach((first, at) => {
        for (const { phrase, group } of index.phrases.get(row[first]) || []) {
          const last = places[at + phrase.length - 1];
          if (places === bare && last - first < phrase.length) continue; // nothing between: found before
          if (phrase.every((part, i) => row[places[at + i]] === part)) found.push([group, first, last + 1]);
        }
      });
    }
    return found;
  }
  const terms = (text) => {
    const row = words(text).map((word) => {
      const stemmed = stem(word);
      if (!index.forms.has(word)) index.forms.set(word, stemmed);
      return stemmed;
    });
    return row.concat(groupsIn(row).map(([group]) => group)).map(posting);
  };

  /* ---- The index in memory ---- */

  function build({ config, docs }) {
    index = { config, pages: [], sections: [], phrases: new Map(), members: new Map(), forms: new Map(), postings: new Map(), names: [] };
    config.same.forEach((group, number) => {
      const id = `~${number}`;
      index.members.set(id, group.map((text) => words(text).map(stem)));
      for (const phrase of index.members.get(id)) {
        if (!index.phrases.has(phrase[0])) index.phrases.set(phrase[0], []);
        index.phrases.get(phrase[0]).push({ phrase, group: id });
      }
      group.flatMap(words).forEach((word) => index.forms.set(word, stem(word)));
    });

    const byPath = new Map();
    for (const doc of docs) {
      const path = doc.location.replace(/#.*/, "");
      if (!byPath.has(path)) {
        byPath.set(path, index.pages.length);
        index.pages.push({ path, sections: [], fields: Object.fromEntries(Object.keys(FIELDS).map((field) => [field, []])), names: [] });
      }
      const number = byPath.get(path);
      const page = index.pages[number];
      const section = { ...doc, page: number };
      page.sections.push(index.sections.push(section) - 1);
      const heading = terms(doc.title);
      const text = terms(doc.text);
      section.fields = { heads: heading, [doc.aside ? "aside" : "text"]: text };
      page.fields[doc.aside ? "aside" : "text"].push(...text);
      if (doc.kind) {
        Object.assign(page, { entry: section, kind: doc.kind });
        page.fields.title = heading;
        page.fields.signs = terms(doc.signs);
        section.fields = { title: heading, signs: page.fields.signs, text };
        for (const name of doc.also) page.fields.also.push(...addName(number, name, 1));
        for (const name of doc.links) page.fields.links.push(...addName(number, name, .7));
        addName(number, doc.title, 1);
      } else {
        page.fields.heads.push(...heading);
        if (!doc.aside) addName(number, doc.title, .6);
      }
    }
    index.pages = index.pages.filter((page) => page.entry);
    post(index.pages, "pages");
    post(index.sections, "sections");
    index.names.forEach(({ terms: own }, number) => {
      for (const posted of own) posted.names.push(number);
    });
    for (const posted of index.postings.values())
      posted.named = new Set(posted.names.filter((name) => index.names[name].weight > .6).map((name) => index.names[name].page));
    index.names.forEach((name) => (name.mass = mass(name.terms)));
    index.byPath = byPath;
    index.letters = [...index.forms.keys()].filter((word) => word.length > 3).map((word) => [word, letters(word)]);
    index.danger = Object.entries(config.danger).flatMap(([level, phrases]) => phrases.map((phrase) => warning(level, phrase)));
  }

  function addName(page, text, weight) {
    const own = terms(text);
    index.names.push({ page, weight, terms: new Set(own) });
    return own;
  }
  function posting(term) {
    let known = index.postings.get(term);
    if (!known) index.postings.set(term, (known = { term, pages: [], sections: [], names: [], named: new Set() }));
    return known;
  }
  /* Each term's weighted count in each page or section, held back by the length of the field: [number, count]. */
  function post(items, what) {
    const average = {};
    for (const field of Object.keys(FIELDS)) {
      const lengths = items.map((item) => item.fields[field]?.length).filter(Boolean);
      average[field] = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    }
    items.forEach((item, number) => {
      for (const [field, text] of Object.entries(item.fields)) {
        const [weight, b] = FIELDS[field];
        const share = weight / (1 - b + (b * text.length) / average[field]);
        for (const posted of text) {
          const list = posted[what];
          if (list.at(-1)?.[0] === number) list.at(-1)[1] += share;
          else list.push([number, share]);
        }
      }
      delete item.fields;
    });
  }

  /* ---- 2. Slots ---- */

  const rarity = (count) => Math.log(1 + (index.pages.length - count + .5) / (count + .5));
  function idf(alternatives) {
    const say = new Set();
    const named = new Set();
    for (const term of alternatives) {
      const posted = index.postings.get(term);
      if (!posted) continue;
      for (const [page] of posted.pages) say.add(page);
      for (const page of posted.named) named.add(page);
    }
    return rarity(say.size) * (named.size ? .5 : UNNAMED) + (named.size ? rarity(named.size) / 2 : 0);
  }
  const rare = (term) => (posting(term).idf ??= idf([term]));
  const mass = (own) => [...own].reduce((sum, { term }) => sum + (term[0] === "~" || FILLERS.has(term) ? 0 : rare(term)), 0);
  const isKnown = (word) => index.forms.has(word) || index.postings.has(stem(word)) || index.phrases.has(stem(word));

  /* Damerau-Levenshtein distance (a letter more, less, other, or two in the wrong order), or `most` + 1. */
  function distance(a, b, most) {
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  const letters = (word) => [...word].reduce((set, letter) => set | (1 << (letter.charCodeAt(0) % 32)), 0);
  function bits(set) {
    let count = 0;
    for (let rest = set; rest; rest &= rest - 1) count++;
    return count;
  }
  const weigh = (word) => {
    const posted = index.postings.get(stem(word));
    return posted ? posted.named.size * 3 + posted.pages.size : 0;
  };
  /* The known words nearest to a misspelt one, best first. */
  function near(word, most) {
    const found = [];
    const own = letters(word);
    for (const [other, theirs] of index.letters) {
      if (Math.abs(other.length - word.length) > most || (other[0] !== word[0] && word.length < 6)) continue;
      if (bits(own ^ theirs) > 2 * most) continue; // too many other letters
      const apart = distance(word, other, most);
      if (apart <= most) found.push({ other, rank: apart * 1000 + (other[0] === word[0] ? 0 : 500) - Math.min(weigh(other), 300) });
    }
    return found.sort((a, b) => a.rank - b.rank).map(({ other }) => other);
  }
  function mend(word) {
    if (word.length < 4 || /\d/.test(word)) return [];
    const one = near(word, 1);
    if (one.length) return one.slice(0, 2);
    for (let i = 3; i <= word.length - 2; i++)
      if (index.forms.has(word.slice(0, i)) && index.forms.has(word.slice(i))) return [`${word.slice(0, i)} ${word.slice(i)}`];
    return word.length > 7 ? near(word, 2).slice(0, 2) : [];
  }
  function complete(start) {
    if (start.length < 2) return [];
    const found = [...index.forms.keys()].filter((word) => word.startsWith(start));
    return found.sort((a, b) => weigh(b) - weigh(a) || a.length - b.length).slice(0, 6);
  }

  /* "13 and limping": a runner under 18 is a child. */
  const AGE = /\b(?:im|i['’]m|is|s?he['’]?s|s?he is|aged?|am|turned) (\d{1,2})\b(?! ?(?:k|km|miles?|weeks?|months?|days?|min|out|\/))|\b(\d{1,2})[ -]?(?:years?|yrs?|yo|y\/o)\b(?! ago)/i;
  const isChild = (text) => {
    const age = text.match(AGE);
    return age && Number(age[1] || age[2]) < 18;
  };

  const single = (word) => /^[b-hj-z]$/.test(word); // "x ray" is "xray", "a long" is not "along"

  function parse(text) {
    let typed = words(text);
    typed = typed.flatMap((word, i) => {
      if (i && single(typed[i - 1]) && isKnown(typed[i - 1] + word) && !isKnown(word + typed[i - 1])) return [typed[i - 1] + word];
      return single(word) && typed[i + 1] && isKnown(word + typed[i + 1]) ? [] : [word];
    });
    if (isChild(text)) typed.push("child");
    const open = /[\p{L}\p{N}]$/u.test(text); // the last word is still being typed
    const row = [];
    const others = [];
    typed.forEach((word, i) => {
      const last = open && i === typed.length - 1;
      let choice = [word];
      if (!isKnown(word)) choice = (last && complete(word)) || [];
      if (!choice.length) choice = mend(word);
      const [first = word, ...rest] = choice;
      for (const part of first.split(" ")) {
        row.push(stem(part));
        const trust = index.postings.get(stem(part))?.named.size ? MENDED : GUESSED;
        others.push({ typed: part, weight: /^\d+$/.test(part) ? NUMBER : part === word ? 1 : trust, rest: rest.map(stem) });
      }
    });
    const groups = groupsIn(row);
    const bare = row.every((_, i) => FILLERS.has(others[i].typed));
    const slots = [];
    row.forEach((own, i) => {
      const alone = groups.filter(([, from, to]) => from === i && to === i + 1);
      const within = groups.some(([, from, to]) => to - from > 1 && from <= i && i < to);
      if (FILLERS.has(others[i].typed) && !bare && !alone.length) return;
      const alternatives = new Map([[own, 1]]);
      for (const other of others[i].rest) alternatives.set(other, .4);
      for (const [group] of alone) alternatives.set(group, GROUP);
      slots.push({ alternatives, weight: others[i].weight * (within ? .35 : 1) });
    });
    for (const [group, from, to] of groups) if (to - from > 1) slots.push({ alternatives: new Map([[group, 1]]), weight: 1 });
    const unique = new Map(slots.map((slot) => [[...slot.alternatives.keys()].join(" "), slot]));
    const kept = [...unique.values()].filter((slot) => [...slot.alternatives.keys()].some((term) => index.postings.has(term)));
    kept.forEach((slot) => (slot.idf = slot.weight * Math.max(idf(slot.alternatives.keys()), .05)));
    return { slots: kept, said: new Set([...row, ...groups.map(([group]) => group)]), typed };
  }

  /* ---- 3 to 5. Ranking ---- */

  function bm25f(slots, what) {
    const scores = new Map();
    for (const slot of slots) {
      const counts = new Map();
      for (const [term, weight] of slot.alternatives)
        for (const [number, count] of index.postings.get(term)?.[what] || []) counts.set(number, (counts.get(number) || 0) + weight * count);
      for (const [number, tf] of counts) scores.set(number, (scores.get(number) || 0) + (slot.idf * tf) / (K1 + tf));
    }
    return scores;
  }

  function likestNames(slots) {
    const shared = new Map();
    for (const slot of slots) {
      const best = new Map();
      for (const [term, weight] of slot.alternatives)
        for (const name of index.postings.get(term)?.names || []) best.set(name, Math.max(best.get(name) || 0, weight));
      for (const [name, weight] of best) shared.set(name, (shared.get(name) || 0) + weight * slot.idf);
    }
    const asked = slots.reduce((sum, slot) => sum + slot.idf, 0);
    const likest = new Map();
    for (const [number, both] of shared) {
      const { page, weight, mass: whole } = index.names[number];
      const like = weight * both * Math.min(1, (2 * both) / (asked + whole));
      if (like > (likest.get(page) || 0)) likest.set(page, like);
    }
    return likest;
  }

  function rank(slots) {
    const sections = bm25f(slots, "sections");
    const names = likestNames(slots);
    const ranked = [];
    for (const [number, score] of bm25f(slots, "pages")) {
      const page = index.pages[number];
      const parts = page.sections.filter((part) => sections.has(part)).map((part) => ({ part, score: sections.get(part) }));
      parts.sort((a, b) => b.score - a.score);
      ranked.push({ page, parts, score: score + SECTION * (parts[0]?.score || 0) + NAME * (names.get(number) || 0) });
    }
    return ranked.sort((a, b) => b.score - a.score);
  }

  /* ---- 6. Danger ---- */

  /* A phrase matches when the query says each of its words, in any order and in other words for the same;
   * "-word" must not be said. */
  function warning(level, phrase) {
    const parts = phrase.split(" ").filter((part) => part[0] !== "-");
    const row = words(parts.join(" ")).map(stem);
    const groups = groupsIn(row);
    const needs = row.map((own, i) => [own, ...groups.filter(([, from, to]) => from === i && to === i + 1).map(([group]) => group)]);
    for (const [group, from, to] of groups) for (let i = from; to - from > 1 && i < to; i++) needs[i] = [group];
    const not = phrase.split(" ").filter((part) => part[0] === "-").flatMap(words).map(stem);
    return { level, needs, not };
  }
  function danger(said) {
    const fits = ({ needs, not }) => needs.every((any) => any.some((term) => said.has(term))) && !not.some((term) => said.has(term));
    return index.danger.find(fits)?.level;
  }

  /* ---- What is shown ---- */

  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  /* The words to mark: what tells pages apart; all, when nothing does. */
  function marked(slots) {
    const telling = slots.filter((slot) => slot.idf > .5);
    const all = (telling.length ? telling : slots).flatMap((slot) => [...slot.alternatives.keys()]);
    // Of phrases only those in which each word tells: "physical therapist", not "same side".
    const parts = (phrase) => (phrase.length === 1 || phrase.every((part) => rare(part) > 1.2) ? phrase : []);
    return new Set(all.flatMap((term) => (index.members.get(term) || [[term]]).flatMap(parts)).filter((term) => !FILLERS.has(term)));
  }
  function mark(text, marks, found) {
    let end = 0;
    let out = "";
    for (const match of text.matchAll(SHOWN_WORD)) {
      if (!marks.has(stemOf(match[0]))) continue;
      found.add(match[0].toLowerCase());
      out += `${escape(text.slice(end, match.index))}<mark data-md-highlight>${escape(match[0])}</mark>`;
      end = match.index + match[0].length;
    }
    return out + escape(text.slice(end));
  }
  /* The paragraph that says most of the words, cut to what fits into two or three lines. */
  function excerpt(text, marks) {
    let best = "";
    let most = -1;
    for (const line of text.split("\n")) {
      const count = new Set((line.match(SHOWN_WORD) || []).map(stemOf).filter((own) => marks.has(own))).size;
      if (count > most) [best, most] = [line, count];
    }
    if (best.length <= 220) return best;
    const first = [...best.matchAll(SHOWN_WORD)].find((match) => marks.has(stemOf(match[0])))?.index || 0;
    const start = first < 120 ? 0 : best.indexOf(" ", first - 80) + 1;
    const stop = best.indexOf(" ", start + 200);
    return (start ? "… " : "") + (stop < 0 ? best.slice(start) : `${best.slice(start, stop)} …`);
  }
  function item(section, score, marks, found, tag) {
    const { location, title, text, signs } = section;
    const shown = excerpt(text || (signs || "").split("\n")[0], marks);
    const made = { location, title: mark(title, marks, found), text: mark(shown, marks, found), score };
    return tag ? { ...made, tags: [tag] } : made;
  }
  function list(ranked, marks, tag) {
    return ranked.map(({ page, parts, score }) => {
      const found = new Set();
      const sections = parts.map(({ part, score: own }) => [index.sections[part], own]).slice(0, SECTIONS);
      const warns = page.path === index.config.warnings && tag;
      // The theme shows sections down to the first item's score and folds the others away.
      const items = sections.map(([section], i) => item(section, i ? score / 2 : score, marks, found, section === page.entry && warns));
      if (!sections.some(([section]) => section === page.entry)) items.splice(1, 0, item(page.entry, score / 2, marks, found, warns));
      const terms = Object.fromEntries([...found].map((word) => [word, true]));
      return items.map((made) => ({ ...made, terms }));
    });
  }

  function search(query) {
    const { text, kind } = typeof query === "string" ? { text: query } : query;
    const { slots, said, typed } = parse(text);
    const level = danger(said);
    let ranked = rank(slots);
    if (kind) return { query: text, danger: level, pages: ranked.filter(({ page }) => page.kind === kind).map(({ page, score }) => ({ path: page.path, score })) };
    if (!text.trim()) return { query: text, items: [] };
    const least = (ranked[0]?.score || 0) * FALL;
    ranked = ranked.filter(({ score }, i) => i < SHOWN && score >= least);
    const none = !ranked.length;
    const add = (path) => ({ page: index.pages[index.byPath.get(path)], parts: [], score: 0 });
    if (none) ranked = index.config.help.map(add);
    if (level) {
      const at = ranked.findIndex(({ page }) => page.path === index.config.warnings);
      const [top] = at < 0 ? [add(index.config.warnings)] : ranked.splice(at, 1);
      ranked.unshift({ ...top, score: (ranked[0]?.score || 0) + 1 });
    }
    const answer = { query: text, danger: level, items: list(ranked, marked(slots), LEVELS[level]) };
    return none ? { ...answer, nearest: nearest(typed) } : answer;
  }
  /* Names of pages that look like what was typed, when nothing was found. */
  function nearest(typed) {
    const found = typed.flatMap((word) => near(word, Math.max(2, Math.floor(word.length / 2))).filter((other) => index.postings.get(stem(other))?.named.size));
    return [...new Set(found)].slice(0, 4);
  }

  // The theme sends the index; the page of questions sends where it is.
  async function setUp(given) {
    if (!given.url) return build(given);
    await importScripts(given.url);
    build(globalThis.__index);
  }
  addEventListener("message", async ({ data: { type, data } }) => {
    if (type === 0) {
      ready = setUp(data);
      await ready;
      postMessage({ type: 1 });
    } else if (type === 2) {
      await ready;
      postMessage({ type: 3, data: search(data) });
    }
  });
})();
