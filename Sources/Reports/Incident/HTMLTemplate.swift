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
    <meta http-equiv="Content-Security-Policy" content="{{{policy}}}">
    <title>{{title}}</title>
    <style>{{{css}}}</style>
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
    {{#span}}
    <p class="basis">{{text}}{{#caveats}} · <a href="#limits">{{.}}</a>{{/caveats}}</p>
    {{/span}}
    {{#hasParts}}
    <p class="nav">
    {{#parts}}
    <a href="#{{{id}}}">{{words}}</a>
    {{/parts}}
    </p>
    {{/hasParts}}
    {{#note}}
    <div class="note"><h2>Note</h2>
    {{#lines}}
    <p>{{.}}</p>
    {{/lines}}
    </div>
    {{/note}}
    </header>
    <main>
    {{#isAboutOne}}
    \(captured)
    \(together)
    \(HTMLSessionTemplate.sessions)
    {{/isAboutOne}}
    \(HTMLListTemplate.numbers)
    \(HTMLListTemplate.list)
    {{^isAboutOne}}
    \(HTMLSessionTemplate.sessions)
    \(together)
    \(captured)
    {{/isAboutOne}}
    </main>
    <footer>
    {{#privacy}}
    <p>{{.}}</p>
    {{/privacy}}
    <p>Made with {{tool}}. All times are UTC, by the clock of the machine that captured. Names were not looked up.</p>
    </footer>
    {{#script}}
    <script>{{{.}}}</script>
    {{/script}}
    </body>
    </html>

    """

  /// The files, and what limits the claims.
  private static let captured = """
    <section id="capture">
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
    <h3 id="limits">What limits the claims</h3>
    <ul>
    {{#caveats}}
    <li>{{.}}</li>
    {{/caveats}}
    </ul>
    {{/hasCaveats}}
    </section>
    """

  /// Findings about several sessions, by kind.
  private static let together = """
    {{#together}}
    <section class="session" id="together">
    <h2>What several sessions show together</h2>
    {{#kinds}}
    <h3>{{summary}}</h3>
    <p class="basis">{{basis}}</p>
    <p>{{meaning}}</p>
    {{#hasMembers}}
    <ul>
    {{#members}}
    <li>{{.}}</li>
    {{/members}}
    </ul>
    {{/hasMembers}}
    {{#example}}
    <p class="lead">{{.}}</p>
    {{/example}}
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
    {{/kinds}}
    </section>
    {{/together}}
    """
}
