/// The part of a report's page that tells one session in full.
enum HTMLSessionTemplate {
  static let sessions = """
    {{#sessions}}
    {{#isFolded}}
    <details class="session" id="session-{{{id}}}" open><summary><span class="title" role="heading" aria-level="2">Session {{id}}: {{client}} to {{server}}</span> \
    <span class="{{{outcome}}}">{{sign}} {{outcomeWord}}</span> {{cause}}</summary>
    {{/isFolded}}
    {{^isFolded}}
    <section class="session" id="session-{{{id}}}">
    <h2>Session {{id}}: {{client}} to {{server}}</h2>
    {{/isFolded}}
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
    {{#isFolded}}
    <p><a href="#list">Back to the list of sessions</a></p>
    </details>
    {{/isFolded}}
    {{^isFolded}}
    </section>
    {{/isFolded}}
    {{/sessions}}
    """
}
