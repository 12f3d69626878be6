/// The page of a report. Everything in double braces is escaped by `HTMLText`; the three values in triple braces are numbers
/// and names that the program itself makes.
enum HTMLTemplate {
  static let page = """
    {{% CONTENT_TYPE:REPORT}}
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>{{title}}</title>
    <style>
    {{{css}}}
    </style>
    </head>
    <body>
    <header>
    <p class="kind">Report on a packet capture</p>
    <h1>{{title}}</h1>
    {{#verdict}}
    <p class="verdict {{{outcome}}}"><span class="badge">{{sign}} {{outcomeWord}}</span> {{which}}{{sentence}}</p>
    <p class="basis">{{basis}}</p>
    <p class="next"><strong>Next:</strong> {{next}}</p>
    {{/verdict}}
    {{#note}}
    <div class="note"><h2>Note</h2>
    {{#lines}}
    <p>{{.}}</p>
    {{/lines}}
    </div>
    {{/note}}
    </header>
    <main>
    <section>
    <h2>What was captured</h2>
    <table class="facts"><tbody>
    {{#facts}}
    <tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
    {{/facts}}
    </tbody></table>
    {{#files}}
    <p class="file"><strong>{{name}}</strong> · {{details}}<br><span class="hash">{{digest}}</span></p>
    {{/files}}
    {{#hasCaveats}}
    <h3>What limits the claims</h3>
    <ul>
    {{#caveats}}
    <li>{{.}}</li>
    {{/caveats}}
    </ul>
    {{/hasCaveats}}
    </section>
    {{#together}}
    <section class="session">
    <h2>What several sessions show together</h2>
    {{#findings}}
    <h3>{{summary}}</h3>
    <p class="basis">{{basis}}</p>
    <p>{{meaning}}</p>
    {{#hasEvidence}}
    <ul>
    {{#evidence}}
    <li><strong>{{packets}}</strong>{{#quote}} <q><code>{{.}}</code></q>{{/quote}} · {{meaning}}</li>
    {{/evidence}}
    </ul>
    {{/hasEvidence}}
    {{#hasRemedies}}
    <ul class="remedies">
    {{#remedies}}
    <li><strong>{{who}}</strong> {{text}}</li>
    {{/remedies}}
    </ul>
    {{/hasRemedies}}
    {{/findings}}
    </section>
    {{/together}}
    {{#overview}}
    <section>
    <h2>How the sessions ended</h2>
    {{#chart}}
    <h3>Verdicts over time</h3>
    <div class="chart" tabindex="0" role="group" aria-label="Chart">
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 190" role="img" aria-label="Verdicts over time: {{description}}">
    <text class="time" x="40" y="22" text-anchor="end">{{most}}</text>
    <text class="time" x="40" y="154" text-anchor="end">0</text>
    <line class="life" x1="46" y1="150" x2="752" y2="150"/>
    {{#bars}}
    <rect class="{{{outcome}}}" x="{{{x}}}" y="{{{y}}}" width="{{{width}}}" height="{{{height}}}"><title>{{tip}}</title></rect>
    {{/bars}}
    <text class="time" x="46" y="170">{{from}}</text>
    <text class="time" x="752" y="170" text-anchor="end">{{to}}</text>
    <text class="time" x="400" y="186" text-anchor="middle">{{slice}}</text>
    </svg>
    </div>
    {{/chart}}
    <table class="tally">
    <caption>How many sessions ended how</caption>
    <thead><tr><th scope="col">Verdict</th><th scope="col">Because of</th><th scope="col">Sessions</th></tr></thead>
    <tbody>
    {{#tally}}
    <tr><td><span class="badge {{{outcome}}}">{{sign}} {{outcomeWord}}</span></td><td>{{label}} <small>{{id}}</small></td><td class="n">{{count}}</td></tr>
    {{/tally}}
    </tbody>
    </table>
    </section>
    {{/overview}}
    {{#sessions}}
    <section class="session" id="session-{{{id}}}">
    <h2>Session {{id}}: {{client}} to {{server}}</h2>
    {{#isNew}}
    <p class="verdict {{{outcome}}}"><span class="badge">{{sign}} {{outcomeWord}}</span> {{sentence}}</p>
    <p class="basis">{{basis}}</p>
    <p class="next"><strong>Next:</strong> {{next}}</p>
    {{/isNew}}
    <p class="basis">{{times}}</p>
    <h3>How far it came</h3>
    <ol class="stages">
    {{#stages}}
    <li class="{{{state}}}"><span>{{sign}}</span> {{name}} <small>{{detail}}</small></li>
    {{/stages}}
    </ol>
    {{#why}}
    <h3>Why</h3>
    <p>{{meaning}}</p>
    {{#hasEvidence}}
    <h3>Evidence</h3>
    <ul>
    {{#evidence}}
    <li><strong>{{packets}}</strong>{{#quote}} <q><code>{{.}}</code></q>{{/quote}} · {{meaning}}</li>
    {{/evidence}}
    </ul>
    {{/hasEvidence}}
    {{#hasRemedies}}
    <h3>What to do</h3>
    <ul class="remedies">
    {{#remedies}}
    <li><strong>{{who}}</strong> {{text}}</li>
    {{/remedies}}
    </ul>
    {{/hasRemedies}}
    {{#hasCommands}}
    <h3>To confirm it</h3>
    <p class="lead">{{commandLead}}</p>
    {{#commands}}
    <pre><code>{{#words}}<span>{{.}}</span> {{/words}}</code></pre>
    {{/commands}}
    {{/hasCommands}}
    {{#unknowable}}
    <h3>What this capture cannot tell</h3>
    <p>{{.}}</p>
    {{/unknowable}}
    {{#hasLogs}}
    <h3>What the sender's log or queue may say</h3>
    <ul>
    {{#logs}}
    <li>{{source}}: <q><code>{{text}}</code></q></li>
    {{/logs}}
    </ul>
    {{/hasLogs}}
    {{/why}}
    <h3>The conversation as a diagram</h3>
    <p class="key lead">Time runs downwards. Each arrow is a packet with its number and the seconds since the first one. Bold lines \
    prove the verdict; ✗ marks where it stopped.</p>
    {{#pictures}}
    <div class="ladder" tabindex="0" role="group" aria-label="Ladder diagram, part {{{part}}} of {{{parts}}}">
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {{{height}}}" role="img" aria-label="Ladder diagram of session {{{id}}}, part {{{part}}} of {{{parts}}}; the same conversation stands as text in the transcript below">
    <text class="end" x="150" y="18" text-anchor="middle">client</text>
    <text class="end" x="690" y="18" text-anchor="middle">server</text>
    <text class="address" x="{{{clientAddressX}}}" y="33" text-anchor="{{{clientAnchor}}}">{{client}}</text>
    <text class="address" x="{{{serverAddressX}}}" y="33" text-anchor="{{{serverAnchor}}}">{{server}}</text>
    <line class="life" x1="150" y1="40" x2="150" y2="{{{bottom}}}"/>
    <line class="life" x1="690" y1="40" x2="690" y2="{{{bottom}}}"/>
    {{#steps}}
    <g class="{{{classes}}}">
    <text class="packet" x="50" y="{{{y}}}" text-anchor="end">{{packet}}</text>
    <text class="time" x="133" y="{{{y}}}" text-anchor="end">{{seconds}}</text>
    {{#arrow}}
    <line class="arrow" x1="{{{x1}}}" y1="{{{lineY}}}" x2="{{{x2}}}" y2="{{{lineY}}}"/>
    <path class="head" d="{{{head}}}"/>
    {{/arrow}}
    <text class="label" x="{{{labelX}}}" y="{{{labelY}}}" text-anchor="{{{anchor}}}">{{label}}</text>
    {{#failure}}
    <circle class="stop" cx="{{{x}}}" cy="{{{lineY}}}" r="9"/>
    <path class="cross" d="{{{cross}}}"/>
    {{/failure}}
    </g>
    {{/steps}}
    </svg>
    </div>
    {{/pictures}}
    <h3>Annotated transcript</h3>
    <div class="scroll" tabindex="0" role="group" aria-label="Transcript of session {{{id}}}">
    <table class="transcript">
    <thead><tr><th scope="col">Packet</th><th scope="col">Seconds</th><th scope="col">From</th><th scope="col">What was said</th></tr></thead>
    <tbody>
    {{#lines}}
    <tr class="{{{classes}}}"><td class="n">{{packet}}</td><td class="n">{{seconds}}</td><td>{{from}}</td><td class="said">{{text}}\
    {{#note}}<br><strong class="mark">◀ {{.}}</strong>{{/note}}{{#failure}}<br><strong class="mark">✗ It stopped here.</strong>{{/failure}}</td></tr>
    {{/lines}}
    </tbody>
    </table>
    </div>
    {{#tls}}
    <h3>TLS</h3>
    <table class="facts"><tbody>
    {{#facts}}
    <tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
    {{/facts}}
    </tbody></table>
    {{#certificates}}
    <h4>{{heading}}</h4>
    <table class="facts"><tbody>
    {{#facts}}
    <tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
    {{/facts}}
    </tbody></table>
    {{/certificates}}
    {{/tls}}
    {{#also}}
    <h3>Also seen</h3>
    <ul>
    {{#findings}}
    <li><strong>{{severity}}</strong>: {{summary}} <small>{{basis}}</small></li>
    {{/findings}}
    </ul>
    {{/also}}
    </section>
    {{/sessions}}
    {{#others}}
    <section class="session">
    <h2>All sessions of the capture</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Table of the sessions">
    <table class="rows">
    <caption>Sessions in the order in which they began</caption>
    <thead><tr><th scope="col">Session</th><th scope="col">Began (UTC)</th><th scope="col">Client</th><th scope="col">Server</th>\
    <th scope="col">Verdict</th></tr></thead>
    <tbody>
    {{#rows}}
    <tr><td class="n">{{#isDetailed}}<a href="#session-{{{id}}}">{{id}}</a>{{/isDetailed}}{{^isDetailed}}{{id}}{{/isDetailed}}</td>\
    <td class="when">{{start}}</td><td class="when">{{client}}</td><td class="when">{{server}}</td><td><span class="{{{outcome}}}">{{sign}} {{outcomeWord}}</span> {{label}}</td></tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    {{#unlisted}}
    <p>{{.}}</p>
    {{/unlisted}}
    </section>
    {{/others}}
    </main>
    <footer>
    {{#privacy}}
    <p>{{.}}</p>
    {{/privacy}}
    <p>Made with {{tool}}. All times are UTC, by the clock of the machine that captured. Names were not looked up.</p>
    </footer>
    </body>
    </html>

    """
}
