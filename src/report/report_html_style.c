/* SPDX-License-Identifier: BSD-3-Clause
 * report_html_style.c - how a page looks: light and dark as the reader's system is, from a phone's width on.
 *
 * m0 to m4 are serial, threads, ranks, hybrid and the plain line: colours that the colour-blind tell apart (Okabe & Ito
 * 2008), and never the only sign. h0 to h6 are steps of how much slower than the best.
 */
#include "report_html.h"

const char rxt_html_style[] =
    ":root{color-scheme:light dark;--bg:#fff;--ink:#1a1f24;--dim:#57606a;--line:#d0d7de;--card:#f6f8fa;--good:#0b6b3a;--open:#b58900;\n"
    "--c0:#5b6570;--c1:#0072b2;--c2:#d55e00;--c3:#009e73;--c4:#a0528a;--bad:#b3261e;--heat:213,94,0}\n"
    "@media (prefers-color-scheme:dark){:root{--bg:#12161b;--ink:#e6e9ec;--dim:#9aa5b1;--line:#3a424b;--card:#1b2128;\n"
    "--good:#5fd08f;--open:#e0b03a;--c0:#a9b3bd;--c1:#56b4e9;--c2:#ff8a4c;--c3:#2bc79a;--c4:#dd93c4;--bad:#ff8a80;--heat:230,120,40}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.45 system-ui,sans-serif}\n"
    "main{max-width:76rem;margin:0 auto;padding:.5rem 1rem 4rem}\n"
    "h1{font-size:1.15rem;margin:.4rem 0 .2rem}h2{font-size:1.25rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}\n"
    "h1,h2,h3,p,td,th,figcaption,summary{overflow-wrap:anywhere}\n"
    "p{margin:.3rem 0;max-width:62rem;white-space:pre-wrap}.item b{color:var(--dim);font-weight:600;margin-right:.3em}\n"
    "a{color:var(--c1)}\n"
    "nav{display:flex;gap:1rem;overflow-x:auto;white-space:nowrap;font-size:.85rem;padding:.2rem 0}\n"
    "article{display:inline-block;vertical-align:top;width:min(100%,36rem);background:var(--card);border:1px solid var(--line);border-left:6px solid var(--good);border-radius:6px;padding:.6rem .9rem;\n"
    "margin:.4rem .5rem .4rem 0}\n"
    "article:only-of-type{width:min(100%,62rem)}\n"
    "article.open{border-left-color:var(--open)}.code{display:flex;gap:.6em;align-items:baseline}.code b{color:var(--dim);font-weight:600}.code pre{flex:1;min-width:0}\n"
    "article h2{margin:0 0 .2rem;font-size:1.35rem}\n"
    "pre{margin:.5rem 0;padding:.55rem .7rem;background:var(--bg);border:1px solid var(--line);border-radius:4px;\n"
    "white-space:pre-wrap;overflow-wrap:anywhere;user-select:all}\n"
    "code{font:.85rem/1.4 ui-monospace,monospace}\n"
    ".wide{overflow-x:auto;margin:.5rem 0}\n"
    "table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.28rem .55rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:normal;max-width:44rem}\n"
    "thead th{color:var(--dim);font-weight:600;border-bottom:2px solid var(--line)}\n"
    "tbody th{font-weight:600;position:sticky;left:0;background:var(--bg)}\n"
    ".num{text-align:right;white-space:nowrap}td:not(.num){min-width:6.5rem}.matrix td:not(.num){min-width:0}\n"
    ".matrix tbody th{min-width:5.2rem}.matrix td{border:1px solid var(--bg)}.matrix .mark{display:inline-block;width:.7em;font-weight:700;text-align:center}\n"
    "small{color:var(--dim);font-weight:400}.matrix td small{color:inherit;opacity:.85;padding-right:1em}\n"
    ".best{font-weight:700;outline:2px solid var(--good);outline-offset:-3px}\n"
    ".h1{background:rgba(var(--heat),.06)}.h2{background:rgba(var(--heat),.13)}.h3{background:rgba(var(--heat),.22)}\n"
    ".h4{background:rgba(var(--heat),.32)}.h5{background:rgba(var(--heat),.43)}.h6{background:rgba(var(--heat),.55)}\n"
    "details{border-bottom:1px solid var(--line);padding:.35rem 0}summary{cursor:pointer;font-weight:600}\n"
    "@media (min-width:40rem){nav{flex-wrap:wrap;row-gap:0}}\n"
    "@media (max-width:40rem){main{padding:.3rem .7rem 3rem}article h2{font-size:1.15rem}table{font-size:.8rem}\n"
    "th,td{padding:.28rem .38rem}td:not(.num){min-width:0}td:not(.num):last-child{min-width:10rem}.matrix td{min-width:0}\n"
    ".matrix tbody th{min-width:3.6rem}.matrix td:last-child{min-width:0}.matrix thead th{white-space:normal}}\n"
    "@media print{nav{display:none}details>div{display:block}}\n";

const char rxt_html_drawing_style[] =
    "figure{display:inline-block;vertical-align:top;width:min(100%,23rem);margin:.4rem .8rem .9rem 0}\n"
    "figcaption{font-size:.82rem;color:var(--dim)}figcaption b{color:var(--ink)}\n"
    "svg{width:100%;height:auto;display:block;font:11px system-ui,sans-serif}\n"
    "svg text{fill:var(--ink)}svg .dim{fill:var(--dim)}svg .end{text-anchor:end}svg .mid{text-anchor:middle}svg .bold{font-weight:700}\n"
    "svg .axis{stroke:var(--dim);fill:none}svg .grid{stroke:var(--line);fill:none}svg .ideal{stroke:var(--dim);stroke-dasharray:5 4;fill:none}\n"
    ".m0{--c:var(--c0)}.m1{--c:var(--c1)}.m2{--c:var(--c2)}.m3{--c:var(--c3)}.m4{--c:var(--c4)}.bad{--c:var(--bad)}\n"
    "svg .fill{fill:var(--c)}svg .soft{fill:var(--c);opacity:.35}svg .line{stroke:var(--c);fill:none;stroke-width:2}\n"
    "svg .thin{stroke:var(--c);fill:none;stroke-width:1}svg .dots{stroke:var(--c);fill:none;stroke-width:5;stroke-linecap:round}\n"
    "svg .bar{stroke:var(--ink);fill:none;stroke-width:1.2}svg .box{fill:var(--bg);stroke:var(--dim)}svg .group{fill:none;stroke:var(--line)}\n";
