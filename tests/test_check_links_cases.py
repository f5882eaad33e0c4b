"""What a browser, and a reader, make of many small pieces of markup: for each the rules that it breaks."""

# ruff: noqa: E501  (a case is a line)
# The markup is only read, never shown or fetched: placeholders such as TODO and XXX, and scripts and styles of other
# hosts, stand in it on purpose, as defects that the validator must name or links that it must leave alone.

from __future__ import annotations

import contextlib
import io
import json
from collections import defaultdict
from pathlib import Path

import pytest

from scripts.check_links import main

# The rules, then what breaks them, a page each. Beside the page lie `a.html` with the id `part`, `b.html`, `c.html`, `p.png`.
TABLE = r"""
nothing
    <a href="https://Example.org/x">Site</a><a href="https://www.example.org/x/">Site</a>
    <button formaction="">x</button>
    <p>regex [a-z](foo|bar) and [^abc][def]</p>
    <p id="a?b"></p><a href="#a?b">X</a>
    <p id="a#b"></p><a href="#a#b">X</a>
    <link rel="icon" href="data:,">
    <script type="application/ld+json">{"@type":"Offer","availability":"http://schema.org/InStock"}</script>
    <svg><style><![CDATA[a{background:url(p.png)}]]></style></svg>
    <svg><cursor xlink:href="gone.png"/></svg>
    <p>date [1][2] and [sic] (or [Esc])</p>
    <a href="git+ssh://git@example.org/x.git">Ex</a>
    <a href="smb://x/y">F</a>
    <a href="a.html"><i class="fa fa-x" title="Alpha"></i></a>
    <output for="a b"></output><input id=a><input id=b>
    <p>Options: [--flag] [file](s)</p>
    <svg><use href="data:image/svg+xml,x#y"/></svg>
    <a href="https://example.org#x">Ex</a>
    <script type="text/template"><a href="gone.html">{{x}}</a></script>
    <plaintext><a href="gone.html">
    <style>@media print{a[href]::after{content:" (" attr(href) ")"}}</style>
    <style>a{--u:"gone.png"}</style>
    <img src="p.png" lowsrc="gone.png" alt=x>
    <iframe src="about:blank"></iframe>
    <svg><image href="p.png"/></svg>
    <svg><defs><linearGradient id="g"/></defs><rect fill="url(#g)"/></svg>
    <svg><path marker-end="url(#m)"/><marker id="m"/></svg>
    <input list="dl"><datalist id="dl"></datalist>
    <label for="x">L</label><input id="x">
    <td headers="h1">no table context</td>
    <div data-src="gone.png" data-href="gone.html">x</div>
    <portal src="gone.html"></portal>
    <iframe></iframe>
    <link href="">
    <object type="image/svg+xml"></object>
    <link rel="preconnect" href="https://fonts.gstatic.com" crossorigin>
    <link rel="dns-prefetch" href="//fonts.gstatic.com">
    <link rel="me" href="https://mastodon.example/@x">
    <meta property="og:title" content="gone.html">
    <meta name="twitter:site" content="@x">
    <meta name="description" content="See [x](y.md)">
    <meta http-equiv="refresh" content="5">
    <meta http-equiv="refresh" content="0; a.html">
    <meta http-equiv="content-type" content="text/html; charset=utf-8">
    <script type="application/ld+json">[{"@type":"Article","name":"gone.png", "@context":"https://schema.org"}]</script>
    <style>a{background:url('p.png')} /* url(gone.png) */</style>
    <style>a{background:url("data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>")}</style>
    <style>a::after{content:"url(gone.png)"}</style>
    <style>a{background:url(  p.png  )}</style>
    <style>a{background:src("gone.png")}</style>
    <style type="text/x-template">a{background:url(gone.png)}</style>
    <!-- <a href="gone.html">x</a> -->
    <template><a href="gone.html">x</a></template>
    <script>var x = "<a href=gone.html>x</a>"</script>
    <textarea><a href="gone.html">x</a></textarea>
    <xmp><a href="gone.html">x</a></xmp>
    <math><mi href="gone.html">x</mi></math>
    <title><a href="gone.html">x</a></title>
    <a HREF=a.html>Alpha</a>
    <a href="a.html" href="gone.html">Alpha</a>
    <a href="a.html&#35;part">Part</a>
    <a href="a.html&num;part">Part</a>
    <a href="&#x61;.html">Alpha</a>
    <a href="a.html?x=1&copy=2">Alpha</a>
    <a href="HTTPS://example.org/">Ex</a>
    <a href="MAILTO:a@b.org">Ex</a>
    <a href="a.html#pa%72t">Ex</a>
    <a href="a.html#">Ex</a>
    <a href="#top">Up</a><a href="#TOP">Top</a>
    <a href="#:~:text=Hello">Hello</a>
    <a href="a.html#:~:text=Part">Ex</a>
    <a href="a.html#part:~:text=Part&text=Part">Ex</a>
    <a href="?x=1">Same</a>
    <a href="a.html?q#part">Same</a>
    <a href="#">Back to top</a>
    <a href="data:text/html,hello">Data</a>
    <a href="blob:https://example.org/x">Data</a>
    <a href="tel:+1 555 0100">T</a>
    <a href="tel:1-800-FLOWERS">T</a>
    <a href="tel:*100%23">T</a>
    <a href="sms:+15550100?body=Hi">T</a>
    <a href="mailto:a@b.org?subject=Hello%20you&body=x">M</a>
    <a href="mailto:A%20Person%20%3Ca@b.org%3E">M</a>
    <a href="mailto:a+b@b.org">M</a>
    <a href="https://example.org/#100%">M</a>
    <a href="about:blank">M</a>
    <a href="whatsapp://send?text=x">M</a>
    <a href="magnet:?xt=urn:btih:x">M</a>
    <a href="geo:1,2">M</a>
    <a href="web+foo:x">M</a>
    <a href="vscode://x">M</a>
    <a href="doi:10.1000/x">M</a>
    <a href="https://user:pw@example.org/">M</a>
    <a href="https://xn--bcher-kva.example/">M</a>
    <a href="https://bücher.example/ü?ü#ü">M</a>
    <a href="https://192.168.0.1/">M</a>
    <a href="./a.html">M</a><a href="./././a.html">Mm</a>
    <a href="x/../a.html">M</a>
    <a href="a%2ehtml">M</a>
    <a href="a%2Ehtml#part">M</a>
    <a href="a.html"><img src="p.png" alt="Alpha"></a>
    <a href="a.html"><img src="p.png" alt=""> Alpha</a>
    <a href="a.html"><img src="p.png" role="presentation"> Alpha</a>
    <a href="a.html"><img src="p.png" aria-label="Alpha"></a>
    <a href="a.html" aria-label="Alpha"></a>
    <a href="a.html" title="Alpha"></a>
    <a href="a.html" aria-labelledby="t"></a><p id="t">Alpha</p>
    <a href="a.html"><svg><title>Alpha</title></svg></a>
    <a href="a.html"><svg aria-label="Alpha"></svg></a>
    <a href="a.html"><input type="image" src="p.png" alt="Alpha"></a>
    <a href="a.html" aria-hidden="true" tabindex="-1"></a>
    <a href="a.html" aria-label="Read more about alpha">Read more</a>
    <a href="a.html">Read more<span class="sr-only"> about alpha</span></a>
    <a href="a.html">Read more about alpha</a>
    <h2 id=x>X <a class="headerlink" href="#x" title="Permanent link">&para;</a></h2><h2 id=y>Y <a class="headerlink" href="#y" title="Permanent link">&para;</a></h2>
    <a href="a.html">Guide</a> <a href="a.html#part">Guide</a>
    <a href="a.html">Guide</a> <a href="./a.html?x=1">Guide</a>
    <a href="a.html" aria-label="Guide one">Guide</a> <a href="b.html" aria-label="Guide two">Guide</a>
    <nav><a href="a.html">Next</a></nav><nav><a href="b.html">Next</a></nav>
    <a href="a.html">1</a> <a href="b.html">1</a>
    <a href="a.html#part">Guide</a> <a href="#top">Guide</a>
    <a href="#x" id=x>¶</a>
    <p>text [^1] more</p>
    <p>[^1]: Footnote</p>
    <code>[x](y)</code><pre>[x](y)</pre><samp>[x](y)</samp>
    <p>array[0](x) and f[a][b] and [1](2)</p>
    <p>He said [sic] (sic) [1], [2][3]</p>
    <p>[optional] [args]</p>
    <p>interval [0,1](half open)</p>
    <script>[x](y)</script><style>/*[x](y)*/</style><textarea>[x](y)</textarea>
    <p title="[x](y.md)">t</p>
    <a href="https://github.com/x/y/blob/main/README.md">Alpha</a>
    <p id=x></p><a name=x></a>
    <a id=x name=x></a>
    <a name=x></a><a name=x></a>
    <p id="x"></p><template><p id="x"></p></template>
    <p id="1">x</p><p id="ä">x</p><p id="a:b.c">y</p>
    <p id="x"></p><noscript><p id="x"></p></noscript>
    <iframe srcdoc="<p id=x></p>"></iframe><p id=x></p>
    <img src=p.png alt=x srcset="data:image/png;base64,AAAA, p.png 2x">
    <img src=p.png alt=x srcset="data:image/svg+xml,%3Csvg,x%3E 1x, p.png 2x">
    <img src=p.png alt=x srcset="p.png 1x, , p.png 2x">
    <img srcset="p.png" alt=x>
    <a href="a.html">A</a> <a href="b.html">B</a>
    <p><a href="a.html">Hip <em>pain</em></a></p>
    <a href="a.html"><picture><source srcset="p.png"><img src="p.png" alt="Pic"></picture></a>
    <a href="a.html"><object data="p.png">Fallback</object></a>
    <a href="a.html">→</a>
    <a href="a.html" hidden></a>
    <a href="a.html" style="display: none"></a>
    <a href="a.html"><svg role="img" aria-labelledby="t1"><title id="t1">Alpha</title></svg></a>
    <a href="a.html"><svg role="img"><desc>x</desc></svg></a>
    <area nohref alt="">
    <area shape=default>
    <button></button>
    <a role="link" tabindex=0>Alpha</a>
    <a onclick="x()">Alpha</a>
    <a id="x">Alpha</a>
    <a name="x">Alpha</a>
    <a href="a.html" target="_blank">Alpha</a>
    <a href="a.html" download>Alpha</a>
    <ol><li><a href="#a1">1</a><li><a href="#a2">2</a></ol><p id=a1><p id=a2>
    <a href="#a1">Edit</a><a href="#a2">Edit</a><p id=a1><p id=a2>
    <sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup><ol><li id="fn:1"><a class="footnote-backref" href="#fnref:1" title="Back">&#8617;</a></li></ol>
    <a href="#fn%3A1">1</a><li id="fn:1">x</li>
    <a href="https://example.org">Example</a><a href="https://example.org/">Example</a>
    <a href="https://example.org/a">Paper</a><a href="https://example.org/a#x">Paper</a>
    <a href="mailto:a@b.org">Mail</a><a href="mailto:c@d.org">Mail</a>
    <p>[x] (y)</p>
    <p>See [page 3] [note]</p>
    <p>- [ ] todo</p><p>- [x] done</p>
    <p>[1]: see</p>
    <p>[!NOTE] x</p>
    <p>x[i](t), y[j](t)</p>
    <p>function call foo[bar](baz)</p>
    <div class="mermaid">A[x](y)</div>
    <pre class="mermaid"><code>[x](y.md)</code></pre>
    <p>&lt;https://example.org&gt;</p>
    <p>{: .class }</p>
    <label for="">x</label>
    <label>x<input></label>
    <p id="x" aria-labelledby="x y"></p><p id=y></p>
    <div aria-controls="later"></div><div id="later"></div>
    <script for="x" event="y"></script>
    <div list="x"></div>
    <a href="#a&amp;b">X</a><p id="a&amp;b">
    <a href="a.html?">X</a>
    <a href="?">X</a>
    <a href="a.html??x#part">X</a>
    <a href="%61.html">X</a>
    <a href="%2e/a.html">X</a>
    <a href="https://example.org/a|b">X</a>
    <a href="https://example.org/a[1]">X</a>
    <a href="https://example.org/ü">X</a>
    <a href="https://exam_ple.org/">X</a>
    <a href="https://example.org.">X</a>
    <a href="https://256.1.1.1/">X</a>
    <a href="https://example.org/a%20b">X</a>
    <a href="ftp://example.org/x">X</a>
    <a href="ws://example.org/x">X</a>
    <a href="mailto:a@b.org, c@d.org">X</a>
    <a href="mailto:a%40b.org">X</a>
    <a href="mailto:a@b">X</a>
    <a href="tel:+49 (0)30 1234">X</a>
    <a href="tel://+15550100">X</a>
    <a href="callto:+1555">X</a>
    <a href="view-source:https://example.org">X</a>
    <a href="https://127.0.0.1.example.org/">X</a>
    <form action="https://example.org/post" method=post></form>
    <svg><a href="https://example.org/"><text>Ex</text></a></svg>
    <p style="background:url(&quot;p.png&quot;)">
    <img src="p.png#xywh=0,0,1,1" alt="x">
    <a href="p.png#x">X</a>
    <svg><use href="#"/></svg>
    <svg><use/></svg>
    <svg><path fill="url('#g') red"/><linearGradient id=g /></svg>
    <a href="a.html "> X</a>
    <p>In bash, if [[ -f x ]]; then</p>
    <p>array[[1]] and x[[i]] and [[1, 2], [3]]</p>
    <code>[[wiki]]</code>
    <p>std::[[nodiscard]] int</p>
    <p>interval [[a,b]]</p>
    <a href="https://example.org//a//b">Ex</a>
    <a href="https://web.archive.org/web/2020/https://example.org/">Ex</a>
    <a href="a.html?u=http://x.org//y">Ex</a>
    <img src=p.png alt=x srcset=" p.png  1.5x , p.png 2x ">
    <img src=p.png alt=x srcset="p.png 100w, p.png 200w" sizes="(max-width: 10px) 1px, 2px">
    <a href="#pa%20rt">X</a><a name="pa rt"></a>
    <a href="#a%25b">X</a><p id="a%b">
    <a href="#a%b">X</a><p id="a%b">
    <a href="sms:?body=hello">T</a>
    <a href="sms:+15550100,+15550101?body=x">T</a>
    <a href="mailto:%22a%20b%22@c.org">M</a>
    <a href="mailto:a@b.org?cc=c@d.org&bcc=e@f.org">M</a>
    <a href="mailto:user@[192.168.0.1]">M</a>
    <a href="https://例え.jp/パス">X</a>
    <a href="https://example.org:65535/x">X</a>
    <a href="https://example.org:/x">X</a>
    <meta http-equiv="refresh" content="0,url=a.html">
    <meta http-equiv="refresh" content="  0 ; url = a.html ">
    <meta http-equiv="refresh" content="0.5;url=a.html">
    <iframe srcdoc="&lt;a href='a.html'&gt;Alpha&lt;/a&gt;"></iframe>
    <template shadowrootmode="open"><a href="a.html">Alpha</a><p id="x"></p></template><p id="x"></p>
    <form action="?q=1"></form>
    <form action="#x"><p id=x></form>
    <style>/* @import "gone.css"; */ a{}</style>
    <style>a{background:url(p\2e png)}</style>
    <style>a{background:url("p\.png")}</style>
    <script type="application/ld+json">{"@context":"https://schema.org","@id":"#org","@type":"Organization"}</script>
    <script type="application/ld+json">{"@type":"SearchAction","target":"https://example.org/?q={search_term_string}"}</script>
    <script type="importmap">{"imports":{"x":"https://example.org/x.js","y":"./p.png","z/":"./z/"}}</script>
    <link rel="alternate" hreflang="x-default" href="a.html">
    <link rel="webmention" href="https://webmention.io/x">
    <meta name="msapplication-config" content="none">
    <a href="https://en.wikipedia.org/wiki/A_(b)">X</a>
    <p>Hel&shy;lo</p><a href="#:~:text=Hello">H</a>
    <div form="x" for="y" list="z"></div>
bad-data
    <script type="application/ld+json">{bad}</script>
bad-host
    <a href="https:///example.org">M</a>
    <a href="https://">M</a>
    <a href="https://exa mple.org/">M</a>
    <a href="https://example..org/">M</a>
    <a href="https://-x.org/">M</a>
    <a href="https://example.org:99999/">M</a>
    <a href="https://https://example.org/">M</a>
    <a href="https://http://example.org/">M</a>
    <a href="http://https//example.org/">M</a>
    <a href="https://example,org/">M</a>
    <a href="//">X</a>
    <a href="///a.html">X</a>
    <a href="https://.example.org/">X</a>
    <a href="https://[::1/">X</a>
    <a href="https:// example.org/">X</a>
    <a href="https://example.org /">X</a>
    <a href="https://example.org:65536/">X</a>
    <a href="https://user@/">X</a>
    <a href="https://?x=1">X</a>
    <a href="https://:80/">X</a>
bad-mailto
    <a href="mailto:?subject=x">M</a>
    <a href="mailto:a b">M</a>
    <a href="mailto:a@">M</a>
    <a href="mailto:@b.org">M</a>
    <a href="mailto:a@b.org;c@d.org">M</a>
    <a href="mailto://a@b.org">M</a>
    <a href="mailto:a@@b.org">X</a>
    <a href="mailto:a @b.org">X</a>
    <a href="mailto:a@b.org>">X</a>
bad-percent
    <a href="https://example.org/100%">M</a>
    <a href="https://example.org/%zz">M</a>
    <a href="https://example.org/?x=%">M</a>
    <a href="mailto:a@b.org?subject=100%">X</a>
    <a href="%s">X</a>
bad-scheme
    <a href="htps://example.org">M</a>
    <a href="hhttps://example.org">M</a>
    <a href="httpss://example.org">M</a>
    <a href="ttps://example.org">M</a>
    <a href="https//example.org">M</a>
    <a href="https:example.org">M</a>
    <a href="www.example.com/x">M</a>
    <a href="user@example.com">M</a>
    <a href="malito:a@b.org">M</a>
    <a href="mail:a@b.org">M</a>
    <a href="telephone:123">M</a>
    <a href="javascipt:x()">M</a>
    <a href="http:a.html">M</a>
    <a href="http:/example.org/">X</a>
    <a href="http;//example.org/">X</a>
    <a href="http.//example.org/">X</a>
    <a href="http: //example.org/">X</a>
    <a href="://example.org/">X</a>
bad-tel
    <a href="tel:">T</a>
    <a href="tel:abc">T</a>
    <a href="tel: ">X</a>
    <a href="sms:">T</a>
    <a href="sms:?">T</a>
double-slash
    <a href="x//../a.html">X</a>
    <a href=".//a.html">X</a>
    <link rel="next" href=".//a.html">
duplicate-id
    <p id=x></p><p id=x></p>
    <p id=x></p><p id=x></p><p id=x></p>
    <svg><g id=x></g></svg><p id=x></p>
    <svg><g id=x></g></svg><svg><g id=x></g></svg>
    <p id="a"></p><p ID="a"></p>
    <script id="d"></script><script id="d"></script>
empty-target
    <a href>Empty</a>
    <a href=" ">Blank</a>
    <img src alt=x>
    <script src></script>
    <iframe src=""></iframe>
    <meta http-equiv="refresh" content="0;url=">
    <img src=p.png alt=x srcset="">
    <img alt=x>
    <a>Alpha</a>
    <a class="toggle">Alpha</a>
    <input type=image alt=x>
    <meta property="og:image">
    <style>@import "";</style>
    <area href="" alt=x>
external-request
    <a href="a.html" ping="https://t.example.org/x">Alpha</a>
    <link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto">
    <img src="https://example.org/x.png" alt="x">
    <img src="//example.org/x.png" alt="x">
    <video src="https://example.org/x.mp4"></video>
    <object data="https://example.org/x"></object>
    <iframe src="https://www.youtube.com/embed/x" title=x></iframe>
    <svg><use href="https://example.org/i.svg#x"/></svg>
    <p style="background:url(https://example.org/x.png)">
file-url
    <a href="file:///C:/x/a.html">M</a>
    <a href="file:a.html">M</a>
    <img src="file:///x.png" alt="x">
folder-link
    <a href="a">M</a>
    <a href="a#part">M</a>
folder-link missing-fragment
    <a href="a#nope">M</a>
id-reference
    <output for="a b"></output><input id=a>
    <img src="p.png" usemap="#none" alt=x>
    <p itemscope itemref="nope">x</p>
    <button popovertarget="nope">x</button>
    <button form="nope">x</button>
    <output for="nope">x</output>
    <table><tr><th id=h1>H</th><td headers="h1 h2">x</td></tr></table>
    <a href="a.html" aria-describedby="nope">Alpha</a>
    <input id="i"><label for="i ">x</label>
    <svg><g aria-labelledby="nope"/></svg>
id-reference id-reference
    <div aria-owns="nope nope2">x</div>
id-reference no-name
    <a href="a.html" aria-labelledby="nope"></a>
image-alt
    <a href="a.html"><img src="p.png"></a>
    <a href="a.html"><img src="p.png"> Alpha</a>
insecure
    <a href="HTTP://example.org/">Ex</a>
    <a href="http://user:pw@example.org/">M</a>
    <a href="http://192.168.1.1/">X</a>
    <form action="http://example.org/post" method=post></form>
invalid-id
    <p id="">x</p>
    <p id=" ">x</p>
    <p id="a b">x</p>
    <p id=" a">x</p>
    <p id>x</p>
invalid-id missing-fragment
    <a href="#a+b">X</a><p id="a b2">
javascript
    <a href="javascript:;">Open</a>
    <a href=" javascript:void(0)">Open</a>
    <a href="JavaScript:void(0);">X</a>
    <form action="javascript:x()"></form>
    <iframe src="javascript:false"></iframe>
localhost
    <a href="http://localhost/x">M</a>
    <a href="https://localhost:3000/x">M</a>
    <a href="http://127.0.0.1:8000/">M</a>
    <a href="http://[::1]/">M</a>
    <a href="http://0.0.0.0:8000/">M</a>
    <a href="localhost:8000/x">M</a>
    <a href="//localhost/x">M</a>
    <a href="http://example.localhost/">X</a>
    <a href="https://localhost">X</a>
    <img src="http://localhost/x.png" alt="x">
missing-fragment
    <svg><rect fill="url(#nope)"/></svg>
    <svg><animate href="#nope"/></svg>
    <svg><textPath href="#nope">x</textPath></svg>
    <style>a{background:url(#x)}</style>
    <a href="a.html#part%20">Ex</a>
    <a href="a.html#nope:~:text=Part">Ex</a>
    <a href="?x=1#nope">Same</a>
    <form id=f name=g></form><a href="#g">G</a>
    <a href="#x">X</a><map name="x"></map>
    <a href="#x">X</a><img name="x" src="p.png" alt="">
    <a href="#%">X</a>
    <a href="#%E4">X</a><p id="ä">
    <a href="#!/route">X</a>
    <a href="##x">X</a><p id="x">
    <a href="#x#y">X</a><p id="x">
    <a href="#user-content-x">X</a>
    <a href="a.html#part?x">X</a>
    <use href="#nope"></use>
    <svg><path style="fill:url(#nope)"/></svg>
    <a href="#todo">X</a>
    <a href="#0">X</a>
    <a href="#none">X</a>
missing-fragment missing-fragment
    <svg><rect clip-path="url(#nope)" style="mask:url(#nope2)"/></svg>
missing-fragment same-text
    <a href="a.html">Part</a><a href="b.html#part">Part</a>
missing-target
    <area href="gone.html" alt=x>
    <a href="gone.html">Gone page</a>
    <img src="gone.png" alt=x>
    <img srcset="gone.png 2x" src="p.png" alt=x>
    <img src="p.png" longdesc="gone.html" alt=x>
    <video poster="gone.png"></video>
    <video><source src="gone.mp4"></video>
    <audio src="gone.mp3"></audio>
    <track src="gone.vtt">
    <embed src="gone.swf">
    <object data="gone.svg"></object>
    <form action="gone.php"></form>
    <form method=dialog><button formaction="gone.html">Go</button></form>
    <input type=submit formaction="gone.html">
    <input type=image src="gone.png" alt=x>
    <input type=IMAGE src="gone.png" alt=x>
    <blockquote cite="gone.html">x</blockquote>
    <iframe src="gone.html"></iframe>
    <script src="gone.js"></script>
    <script type="module" src="gone.mjs"></script>
    <link rel="stylesheet" href="gone.css">
    <a href="a.html" ping="gone">Alpha</a>
    <body background="gone.png">
    <svg><use href="gone.svg#x"/></svg>
    <svg><use xlink:href="gone.svg#x"/></svg>
    <svg><a xlink:href="gone.html"><text>Gone</text></a></svg>
    <svg><image xlink:href="gone.png"/></svg>
    <source srcset="gone.webp">
    <link rel="icon" href="gone.ico">
    <link rel="SHORTCUT ICON" href="gone.ico">
    <link rel="apple-touch-icon" href="gone.png">
    <link rel="manifest" href="gone.webmanifest">
    <link rel="preload" as="font" href="gone.woff2">
    <link rel="modulepreload" href="gone.mjs">
    <link rel="alternate" type="application/rss+xml" href="gone.xml">
    <link rel="search" type="application/opensearchdescription+xml" href="gone.xml">
    <link rel="license" href="gone.html">
    <link rel="canonical" href="gone.html">
    <meta property="og:image" content="gone.png">
    <meta property="og:url" content="gone.html">
    <meta name="twitter:image" content="gone.png">
    <meta name="msapplication-TileImage" content="gone.png">
    <meta http-equiv="refresh" content="0;url=gone.html">
    <meta http-equiv="Refresh" content="0; URL='gone.html'">
    <meta http-equiv="refresh" content="0; gone.html">
    <script type="application/ld+json">{"@type":"Article","url":"gone.html"}</script>
    <script type="application/ld+json">{"@type":"Article","image":{"url":"gone.png"}}</script>
    <style>@import url("gone.css");</style>
    <style>@import "gone.css" layer(x);</style>
    <style>a{background:url(gone.png)}</style>
    <style>a{cursor:url(gone.cur),auto}</style>
    <style>a{background:image-set("gone.png" 1x)}</style>
    <style>a{--x:url(gone.png)}</style>
    <noscript><a href="gone.html">Gone x</a></noscript>
    <pre><a href="gone.html">Gone x</a></pre>
    <svg><style>a{background:url(gone.png)}</style></svg>
    <svg><script href="gone.js"/></svg>
    <svg><title><a href="gone.html">x</a></title></svg>
    <a href="a.html">One<a href="gone.html">Two</a>
    <a href="example.com">M</a>
    <a href="path/undefined">M</a>
    <a href="a.html/">M</a>
    <a href="a.html/x">M</a>
    <a href="a.html;x=1">M</a>
    <a href="a.htm">M</a>
    <a href=".">M</a>
    <a href="a.html%20">M</a>
    <a href="“a.html”">M</a>
    <img src=p.png alt=x srcset="p.png, gone.png 2x">
    <img src=p.png alt=x srcset="p.png 1x,gone.png 2x">
    <img src=p.png alt=x srcset="p,x.png 1x">
    <a href="./">X</a>
    <a href="/">X</a>
    <a href="a.html%00">X</a>
    <a href="a.html%23part">X</a>
    <a href="a.html%3Fx">X</a>
    <a href="a%252ehtml">X</a>
    <a href="ht tps://example.org/">X</a>
    <a href=":">X</a>
    <a href="mail to:a@b.org">X</a>
    <p style="background:url('gone.png')">
    <svg><filter id=f><feImage href="gone.png"/></filter></svg>
    <a href="x.pdf">X</a>
    <a href="{a.html}">X</a>
    <a href="<a.html>">X</a>
    <a href="&lt;https://example.org&gt;">X</a>
    <a href="[x](y)">X</a>
    <a href="&quot;a.html&quot;">X</a>
    <a href=”a.html”>X</a>
    <a href="__URL__">X</a>
    <a href="[[url]]">X</a>
    <a href="example.html">X</a>
    <template shadowrootmode="open"><a href="gone.html">Alpha</a></template>
    <script type="speculationrules">{"prerender":[{"urls":["gone.html"]}]}</script>
    <script type="importmap">{"imports":{"x":"./gone.js"}}</script>
    <script type="application/ld+json">{"@type":"X","mainEntityOfPage":"gone.html"}</script>
    <link rel="alternate stylesheet" href="gone.css" title=x>
    <link rel="preload" as="image" imagesrcset="gone.png 1x">
    <meta http-equiv="refresh" content="3 url=gone.html">
    <style>@import url('gone.css') supports(display: grid) screen;</style>
    <style>a{background:-webkit-image-set(url(gone.png) 1x)}</style>
    <bgsound src="gone.wav">
    <a	href = "gone.html">X</a>
    <a class=x data-x='">' href="gone.html">X</a>
missing-target missing-target
    <link rel="next" href="gone.html"><link rel=prev href="gone2.html">
    <style>@font-face{src:url(gone.eot?#iefix) format("eot"),url("gone.woff")}</style>
missing-target missing-target missing-target
    <q cite="gone.html">x</q><ins cite="gone2.html">y</ins><del cite="gone3.html">y</del>
no-name
    <a href="a.html"></a>
    <a href="a.html"> &nbsp; </a>
    <a href="a.html"><span></span></a>
    <a href="a.html"><i class="fa"></i></a>
    <a href="a.html"><img src="p.png" alt=""></a>
    <a href="a.html" aria-label=""></a>
    <a href="a.html" aria-labelledby="t"></a><p id="t"></p>
    <a href="a.html"><svg><path d=""/></svg></a>
    <a href="a.html"><svg aria-hidden="true"><title>Alpha</title></svg></a>
    <a href="a.html"><span aria-hidden="true">×</span></a>
    <a href="a.html"><span hidden>Alpha</span></a>
    <a href="a.html"><video src="p.png"></video></a>
    <a href="a.html">&nbsp;</a>
    <a href="a.html"><!-- x --></a>
    <a href="a.html"><br></a>
    <a href="a.html"><script>x</script></a>
    <a href="a.html"><style>.x{}</style></a>
    <a href="a.html" role="button"></a>
    <area href="a.html" shape=rect coords="0,0,1,1">
outside-root
    <a href="/../a.html">M</a>
    <a href="..">X</a>
    <a href="%2e%2e/a.html">X</a>
placeholder
    <a href="#"><span>Open</span></a>
    <a href="#" role="button">Open</a>
    <a href="TODO">M</a>
    <a href="{{ url }}">M</a>
    <a href="%7B%7Burl%7D%7D">M</a>
    <a href="${url}">M</a>
    <a href="https://example.org/{{ x }}">M</a>
    <a href="{% url x %}">M</a>
    <a href="undefined">M</a>
    <a href="null">M</a>
    <a href="url">M</a>
    <a href="...">M</a>
    <a href="XXX">M</a>
    <a href="TBD">X</a>
protocol-relative
    <meta property="og:image" content="//example.com/x.png">
    <a href="//example.org/x">M</a>
same-text
    <a href="https://example.org/x?a">Site</a><a href="https://example.org/x?b">Site</a>
    <a href="a.html">Guide</a> <a href="b.html">Guide</a>
    <a href="a.html">Guide</a> <a href="b.html">guide </a>
    <a href="a.html" aria-label="G">One</a> <a href="b.html" aria-label="G">Two</a>
    <a href="https://a.example.org/">Site</a> <a href="https://b.example.org/">Site</a>
same-text same-text
    <a href="a.html">Read</a><a href="b.html">Read</a><a href="c.html">Read</a>
space
    <a href="https://example.org/a b">M</a>
unrendered-markdown
    <p>See [the guide](a.md) now</p>
    <p>See [the guide][ref] now</p>
    <p>See [the guide][] now</p>
    <p>See ![pic](p.png) now</p>
    <p>See [the guide](https://example.org/x_(y)) now</p>
    <p>See [the guide](a.md "title") now</p>
    <p>See [the guide](<a href="https://example.org">https://example.org</a>) now</p>
    <p>[ref]: https://example.org/x</p>
    <a href="a.md">Alpha</a>
    <a href="a.md#part">Alpha</a>
    <a href="none.md">Alpha</a>
    <p>Use <code>[x](y)</code> like [x](y.md)</p>
    <p>a [b](c) d</p>
    <p>[*bold* text](x.html)</p>
    <p>[<em>bold</em> text](x.html)</p>
    <svg><text>[x](y)</text></svg>
    <p>See [[wiki]] now</p>
    <p>See [[Wiki page|shown text]] now</p>
    <p>See ![[picture.png]] now</p>
    <p>See [text]( a.html ) now</p>
    <p>![](p.png)</p>
unrendered-markdown unrendered-markdown
    <li>[text](x.html "T")</li><td>[t](#x)</td>
vague-text
    <a href="a.html">here</a>
    <a href="a.html">Click here</a>
    <a href="a.html">Read more »</a>
    <a href="a.html">read&nbsp;more…</a>
    <a href="a.html">Learn more</a>
    <a href="a.html">link</a>
    <a href="a.html">this page</a>
    <a href="a.html">More</a>
    <a href="a.html"><img src="p.png" alt="here"></a>
windows-path
    <a href="C:/x/a.html">M</a>
    <a href="D:a.html">M</a>
wrong-case
    <a href="A.html">M</a>
    <a href="a.HTML">M</a>
    <a href="A">M</a>
    <a href="a.html">Alpha</a><a href="A.html">Beta</a>
wrong-case-fragment
    <a href="a.html#PART">Ex</a>
    <a href="#X">X</a><a name="x">t</a>
"""


def cases() -> list[tuple[str, str]]:
    """Each piece of markup, with the rules that it breaks."""
    found, rules = [], ""
    for row in TABLE.strip("\n").split("\n"):
        if row.startswith("    "):
            found.append((row.strip(" "), "" if rules == "nothing" else rules))
        else:
            rules = row
    return found


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The rules that each page breaks; all pages lie in one site, which is read once."""
    root: Path = tmp_path_factory.mktemp("site")
    page = "<!doctype html><html><head><title>T</title></head><body>{}</body></html>"
    for name, text in (("a.html", '<h2 id="part">Part</h2>'), ("b.html", ""), ("c.html", "")):
        (root / name).write_text(page.format(text))
    (root / "p.png").write_bytes(b"x")
    for number, (markup, _) in enumerate(cases()):
        in_head = markup.startswith(("<link", "<meta", "<style", "<script type"))
        text = page.format(markup) if not in_head else page.format("").replace("</head>", f"{markup}</head>")
        (root / f"case-{number}.html").write_text(text, encoding="utf-8")
    out = io.StringIO()
    out.reconfigure = lambda **_: None  # type: ignore[attr-defined]
    with contextlib.redirect_stdout(out):
        assert main([str(root), "--format", "json"]) == 1
    found = defaultdict(list)
    for finding in json.loads(out.getvalue()):
        found[finding["page"]].append(finding["rule"])
    return found


@pytest.mark.parametrize(("number", "markup", "rules"), [(n, *case) for n, case in enumerate(cases())])
def test_case(number: int, markup: str, rules: str, broken: dict[str, list[str]]) -> None:
    assert sorted(broken.get(f"case-{number}.html", [])) == rules.split(), markup
