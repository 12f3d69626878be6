/// The parts of a report's page that are about many sessions: numbers first, then the list of all of them. The controls of the list
/// are hidden until the script of `HTMLScript` gives them something to do.
enum HTMLListTemplate {
  static let numbers = """
    {{#numbers}}
    <section id="numbers">
    <h2>What is wrong</h2>
    <p>{{sentence}}.</p>
    {{#nothing}}
    <p>{{.}}</p>
    {{/nothing}}
    {{#hasGroups}}
    <ol class="groups">
    {{#groups}}
    <li class="{{{outcome}}}"><p{{#show}} data-show="{{.}}"{{/show}}><span class="{{{outcome}}}">{{sign}} {{count}}</span> · <strong>{{title}}</strong> \
    {{#id}}<small>{{.}}</small>{{/id}}</p>
    <p class="basis">{{basis}} · for example <a href="#{{{place}}}">session {{example}}</a>{{#isTold}}, told below{{/isTold}}</p>
    {{#next}}
    <p class="next"><strong>Next:</strong> {{.}}</p>
    {{/next}}
    </li>
    {{/groups}}
    </ol>
    {{/hasGroups}}
    {{#more}}
    <p>{{.}}</p>
    {{/more}}
    {{#chart}}
    <h3 id="time">Verdicts over time</h3>
    <div class="chart" tabindex="0" role="group" aria-label="Chart">
    <svg id="chart" data-start="{{{start}}}" data-step="{{{step}}}" data-count="{{{count}}}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 182" role="img" aria-label="Verdicts over time: {{description}}">
    <text class="most" x="40" y="22" text-anchor="end">{{most}}</text>
    <text class="most" x="40" y="154" text-anchor="end">0</text>
    <line class="life" x1="46" y1="150" x2="752" y2="150"/>
    {{#bars}}
    <rect class="{{{outcome}}}" x="{{{x}}}" y="{{{y}}}" width="{{{width}}}" height="{{{height}}}"><title>{{tip}}</title></rect>
    {{/bars}}
    <text class="time" x="46" y="172">{{from}}</text>
    <text class="time" x="752" y="172" text-anchor="end">{{to}}</text>
    <rect id="brush" class="brush" x="46" y="10" width="0" height="140"/>
    </svg>
    </div>
    <p class="basis">{{slice}}</p>
    {{/chart}}
    <table class="tally">
    <caption>How many sessions ended how</caption>
    <thead><tr><th scope="col">Verdict</th><th scope="col">Because of</th><th scope="col">Sessions</th></tr></thead>
    <tbody>
    {{#tally}}
    <tr><td><span class="badge {{{outcome}}}">{{sign}} {{outcomeWord}}</span></td><td>{{label}}{{#id}} <small>{{.}}</small>{{/id}}</td><td class="n">{{count}}</td></tr>
    {{/tally}}
    </tbody>
    </table>
    {{#servers}}
    <div class="scroll" tabindex="0" role="group" aria-label="Table of the servers">
    <table class="servers" id="servers">
    <caption>How each server fared</caption>
    <thead><tr><th scope="col">Server</th>{{#titles}}<th scope="col" class="n">{{.}}</th>{{/titles}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr><td data-show="{{show}}"><span class="when">{{address}}</span> {{name}}</td>{{#cells}}<td class="n">{{.}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    {{#more}}
    <p>{{.}}</p>
    {{/more}}
    {{/servers}}
    </section>
    {{/numbers}}

    """

  static let list = """
    {{#list}}
    <section id="list">
    <h2>All sessions of the capture</h2>
    {{#unlisted}}
    <p>{{.}}</p>
    {{/unlisted}}
    {{#isLive}}
    <div id="filter" class="filter" role="search" hidden>
    <label>Text, host or name <input id="filter-q" type="search" autocomplete="off" spellcheck="false"></label>
    <label>Because of <select id="filter-cause"><option value="">anything</option>
    {{#causes}}
    <option value="{{.}}">{{.}}</option>
    {{/causes}}
    </select></label>
    <label>Ended <select id="filter-outcome"><option value="">in any way</option>
    {{#outcomes}}
    <option value="{{value}}">{{words}}</option>
    {{/outcomes}}
    </select></label>
    <label>From (UTC) <input id="filter-from" type="datetime-local" step="1"></label>
    <label>To, not included <input id="filter-to" type="datetime-local" step="1"></label>
    <button id="clear" type="button">Show all</button>
    <p>Sessions shown: <output id="shown" aria-live="polite"></output></p>
    </div>
    {{/isLive}}
    <div class="scroll long" tabindex="0" role="group" aria-label="Table of the sessions">
    <table class="rows" id="list-table">
    <caption>Number, time, ends and verdict of each session</caption>
    <thead><tr><th scope="col" data-sort="session">Session</th><th scope="col" data-sort="time">Began (UTC)</th>\
    <th scope="col" data-sort="client">Client</th><th scope="col" data-sort="server">Server</th>\
    <th scope="col" data-sort="cause">Verdict</th><th scope="col" data-sort="tls">TLS</th>\
    <th scope="col" data-sort="duration">Duration</th></tr></thead>
    <tbody>
    {{#rows}}
    <tr id="row-{{{id}}}" data-time="{{{time}}}" data-length="{{{length}}}" data-rank="{{{rank}}}" data-outcome="{{{outcome}}}" \
    data-fate="{{{fate}}}" data-cause="{{cause}}"><td class="n">{{#isDetailed}}<a href="#session-{{{id}}}">{{id}}</a>{{/isDetailed}}{{^isDetailed}}{{id}}{{/isDetailed}}</td>\
    <td class="when">{{start}}</td><td class="when">{{client}}</td><td><span class="when">{{server}}</span>{{#name}} {{.}}{{/name}}</td>\
    <td><span class="{{{outcome}}}">{{sign}} {{outcomeWord}}</span>{{#fateWords}}, {{.}}{{/fateWords}}<br>{{cause}}\
    {{#like}} <small>as <a href="#session-{{{.}}}">session {{.}}</a></small>{{/like}}</td>\
    <td class="when">{{tls}}</td><td class="when">{{duration}}</td></tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    {{#hint}}
    <p class="basis">{{.}}</p>
    {{/hint}}
    </section>
    {{/list}}

    """
}
