/// How the page looks: on a telephone, on a wide screen, in a dark theme, and on A4 paper. Colours keep a contrast of at
/// least 4.5 to 1 against their background, and no meaning rests on colour alone.
enum HTMLStyle {
  static let css: StaticString = """
    :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
      --stopped: #b3161b; --downgraded: #8a4b00; --undetermined: #57606a; --completed: #116329; --accent: #0b57a4;
      --mark: #fff3cf; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9aa5b1; --line: #3a434d;
      --panel: #161b22; --stopped: #ff8b85; --downgraded: #f0b04f; --undetermined: #a8b3be; --completed: #63cf79;
      --accent: #79b8ff; --mark: #3b2f0b; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 62rem; padding: 1.25rem 1rem 3rem; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif;
      overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: .1rem 0 .8rem; }
    h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .6rem; border-top: 1px solid var(--line); padding-top: 1rem; }
    h3 { font-size: 1.02rem; margin: 1.4rem 0 .4rem; }
    h4 { font-size: .95rem; margin: 1rem 0 .2rem; }
    p, ul, ol { margin: .4rem 0; }
    ul { padding-left: 1.3rem; }
    li { margin: .25rem 0; }
    small, .basis, .kind, .key { color: var(--soft); font-size: .875rem; }
    .kind { margin: 0; }
    .verdict { font-size: 1.1rem; border-left: .35rem solid; padding: .5rem .8rem; background: var(--panel); }
    .verdict .badge { font-weight: 700; margin-right: .3rem; }
    p.stopped { border-color: var(--stopped); } p.downgraded { border-color: var(--downgraded); }
    p.undetermined { border-color: var(--undetermined); } p.completed { border-color: var(--completed); }
    .stopped > .badge, span.stopped { color: var(--stopped); } .downgraded > .badge, span.downgraded { color: var(--downgraded); }
    .undetermined > .badge, span.undetermined { color: var(--undetermined); }
    .completed > .badge, span.completed { color: var(--completed); }
    span.stopped, span.downgraded, span.completed, span.undetermined { font-weight: 600; white-space: nowrap; }
    .note { border: 1px solid var(--line); border-radius: .4rem; padding: .2rem .9rem .6rem; margin: 1rem 0; }
    .note h2 { border: 0; padding: 0; margin: .5rem 0 .2rem; font-size: 1rem; }
    .facts th { width: 13rem; font-weight: 400; white-space: normal; }
    .hash, code, pre, .transcript td.said, .n, .when { font-family: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", Menlo,
      Consolas, monospace; }
    .hash { font-size: .78rem; color: var(--soft); }
    code { font-size: .9em; }
    q { quotes: none; } q code { background: var(--panel); padding: .05rem .25rem; border-radius: .2rem; }
    pre { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .8rem;
      white-space: pre-wrap; margin: .4rem 0; line-height: 1.6; }
    pre span { display: inline-block; max-width: 100%; }
    .stages { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem; }
    .stages li { border: 1px solid var(--line); border-radius: .35rem; padding: .15rem .55rem; margin: 0; background: var(--panel); }
    .stages .reached span { color: var(--completed); } .stages .failed { border: 2px solid var(--stopped); font-weight: 700; }
    .stages .failed span { color: var(--stopped); } .stages .notReached { color: var(--soft); border-style: dashed; }
    .stages small { font-weight: 400; }
    .scroll, .ladder, .chart { overflow-x: auto; }
    .ladder, .chart { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; background: var(--paper); }
    .chart svg { min-width: 0; } .live .chart svg { touch-action: pan-y; cursor: crosshair; user-select: none; -webkit-user-select: none; }
    svg .brush { fill: var(--accent); fill-opacity: .16; stroke: var(--accent); stroke-width: 1; pointer-events: none; }
    svg { display: block; width: 100%; min-width: 40rem; height: auto; font-family: ui-monospace, "DejaVu Sans Mono",
      "Liberation Mono", Menlo, Consolas, monospace; }
    svg text { fill: var(--ink); font-size: 11.5px; }
    svg .end { font-weight: 700; font-size: 13px; } svg .address, svg .packet, svg .time, svg .most { fill: var(--soft); font-size: 10.5px; }
    svg .life { stroke: var(--soft); stroke-width: 1; }
    svg .arrow { stroke: var(--accent); stroke-width: 1.3; } svg .head { fill: var(--accent); stroke: none; }
    svg .aside .label { fill: var(--soft); font-style: italic; }
    svg .evidence .label { font-weight: 700; } svg .evidence .arrow { stroke-width: 2.4; }
    svg .stop { fill: var(--paper); stroke: var(--stopped); stroke-width: 2; }
    svg .cross { stroke: var(--stopped); stroke-width: 2.2; fill: none; }
    svg .failure .label { fill: var(--stopped); } svg .failure .arrow { stroke: var(--stopped); } svg .failure .head { fill: var(--stopped); }
    svg rect.stopped { fill: var(--stopped); } svg rect.downgraded { fill: var(--downgraded); }
    svg rect.undetermined { fill: var(--line); stroke: var(--undetermined); } svg rect.completed { fill: var(--completed); }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; margin: .5rem 0 1rem; }
    caption { text-align: left; font-weight: 600; padding: .3rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .22rem .55rem; border-bottom: 1px solid var(--line); }
    th { color: var(--soft); font-weight: 600; white-space: nowrap; }
    .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } .when { white-space: nowrap; font-size: .8rem; }
    .transcript td:nth-child(3) { white-space: nowrap; }
    .transcript td.said { font-size: .82rem; min-width: 13rem; white-space: pre-wrap; }
    .transcript .client td.said { color: var(--accent); } .transcript .aside td.said { color: var(--soft); font-style: italic; }
    .transcript .evidence td { background: var(--mark); } .transcript .evidence td.said { font-weight: 700; }
    .mark { color: var(--stopped); font-style: normal; font-family: system-ui, sans-serif; }
    .rows th, .tally td { overflow-wrap: normal; } .tally .n { width: 5rem; } .tally td:first-child { width: 1%; } .rows td, .servers td { min-width: 4rem; }
    .rows .n { min-width: 0; } .rows small { white-space: nowrap; } .rows .when { font-size: .78rem; } .rows td:nth-child(5) { min-width: 13rem; } .rows td:nth-child(4), .servers td:first-child { min-width: 11rem; }
    .groups { list-style: none; padding: 0; } .groups li { border-left: .35rem solid var(--line); padding: .1rem .8rem .4rem; margin: .7rem 0;
      background: var(--panel); } .groups li.stopped { border-color: var(--stopped); } .groups li.downgraded { border-color: var(--downgraded); }
    .nav { display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .9rem; }
    .long caption { padding-left: .55rem; }
    .groups p { margin: .2rem 0; }
    .filter { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: end; margin: .6rem 0; } .filter[hidden] { display: none; }
    .filter label { display: flex; flex-direction: column; font-size: .85rem; color: var(--soft); min-width: 0; flex: 1 1 11rem; }
    .filter p { margin: 0; flex: 1 1 100%; } [data-show] button { font-size: .8rem; border: 0; background: none; padding: 0 .3rem; text-decoration: underline; }
    input, select, button { font: inherit; font-size: .95rem; color: var(--ink); background: var(--paper); border: 1px solid var(--soft);
      border-radius: .3rem; padding: .25rem .5rem; min-width: 0; max-width: 100%; } button { cursor: pointer; color: var(--accent); }
    th button { all: unset; cursor: pointer; color: var(--accent); } th button:focus-visible { outline: 2px solid var(--accent); }
    th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
    summary { cursor: pointer; } .title { font-weight: 700; font-size: 1.1rem; }
    details.session { border-top: 1px solid var(--line); padding: .5rem 0; } details[open].session > summary { margin-bottom: .6rem; }
    .filter label:has([type=datetime-local]) { flex: 0 1 13.5rem; }
    @media screen and (min-width: 70rem) { .long, .filter { margin-inline: calc((62rem - min(78rem, 100vw - 1rem)) / 2); } }
    @media screen { .long { max-height: 80vh; overflow: auto; border: 1px solid var(--line); border-radius: .4rem; }
      .long thead th { position: sticky; top: 0; background: var(--paper); } }
    a { color: var(--accent); }
    footer { margin-top: 2rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    @media screen and (max-width: 34rem) { .rows, .rows thead, .rows tbody, .rows caption { display: block; width: 100%; }
      .rows tr { display: flex; flex-wrap: wrap; gap: 0 .7rem; border-bottom: 1px solid var(--line); padding: .35rem .4rem; }
      .rows tr[hidden] { display: none; } .rows td, .rows th { border: 0; padding: 0; min-width: 0; } .rows td:nth-child(5) { flex: 1 1 100%; }
      .rows thead { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--line); } .rows td:nth-child(3)::after { content: " →"; }
      svg .time { font-size: 19px; } svg .most { display: none; } .filter label { flex-basis: 9rem; } }
    @media (max-width: 34rem) { body { font-size: 15px; padding: .8rem .7rem 2rem; } th, td { padding: .2rem .3rem; } .facts th { width: 8rem; }
      h1 { font-size: 1.35rem; } .transcript td.n + td.n, .transcript th:nth-child(2) { display: none; } }
    @page { size: A4; margin: 16mm 14mm; }
    @media print { :root { color-scheme: light; --ink: #000000; --paper: #ffffff; --soft: #444444; --line: #bbbbbb; --panel: #f4f4f4;
        --stopped: #a00d12; --downgraded: #7a4200; --undetermined: #444444; --completed: #0b5423; --accent: #0b3f78; --mark: #fff3cf; }
      body { font-size: 10pt; max-width: none; padding: 0; } .scroll, .ladder, .chart { overflow: visible; } svg { min-width: 0; }
      h2, h3, h4, .lead, caption { break-after: avoid; } .rows { font-size: 7pt; } .rows .when { font-size: 6.5pt; }
      .rows small { display: none; } .rows td, .rows th { padding: .1rem .25rem; line-height: 1.3; } .rows td:nth-child(3), .rows td span.when { white-space: normal; } .ladder, .chart, .note, .tally, tr, li, .verdict { break-inside: avoid; } a { color: inherit; }
      .rows tr[hidden] { display: table-row; } .filter, .nav, button, .brush { display: none; } th button { display: inline; } .rows td, .rows td:nth-child(n) { min-width: 0; } .rows td:nth-child(5) { min-width: 10rem; }
      .session + .session { break-before: page; } thead { display: table-header-group; } tr, .badge { print-color-adjust: exact; } }
    """
}
