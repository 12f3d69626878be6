import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// What the page of many sessions does in a browser. The page's state stands in its address, so most of it can be read from the
/// document that the browser made; what needs a hand on it is done from a page around it.
@Suite(
  "A browser filters, sorts and opens sessions on the page", .serialized,
  .enabled(if: Tool.isInstalled("chromium"), "chromium is not installed"))
struct LiveBrowserTests {
  /// The numbers of the rows that are shown, from the top.
  private static func shown(_ document: String) -> [Int] {
    document.matches(of: #/<tr id="row-(\d+)"([^>]*)>/#).filter { !$0.output.2.contains("hidden") }
      .compactMap { Int($0.output.1) }
  }

  private static func count(_ document: String) -> String {
    document.firstMatch(of: #/<output id="shown"[^>]*>([^<]*)</#).map { String($0.output.1) } ?? ""
  }

  private func visit(_ fragment: String) throws -> BrowserTests.Visit {
    let visit = try BrowserTests.visit(Array(LivePageTests.page.utf8), fragment: fragment)
    #expect(!visit.messages.contains("CONSOLE"), "\(visit.messages)")
    #expect(visit.addresses.allSatisfy { $0.hasPrefix("file:") }, "\(visit.addresses)")
    return visit
  }

  @Test("as it comes, all sessions are in the list and those told in full are folded")
  func plain() throws {
    let document = try visit("").document
    #expect(Self.shown(document) == Array(1...12))
    #expect(Self.count(document) == "12 of 12")
    #expect(document.firstMatch(of: #/<details[^>]*\sopen/#) == nil)
    #expect(document.firstMatch(of: #/<div id="filter"[^>]*hidden/#) == nil)
    #expect(
      document.contains("<th scope=\"col\" data-sort=\"session\" aria-sort=\"ascending\"><button type=\"button\">"))
  }

  @Test(
    "the address chooses what is shown, and in which order",
    arguments: [
      ("#q=mx1", [1, 3, 5, 7, 9, 11], "6 of 12"), ("#q=MX2+203.0.113.11", [2, 4, 6, 8, 10, 12], "6 of 12"),
      ("#outcome=stopped", [1, 4, 7, 10], "4 of 12"), ("#outcome=refused&sort=-time", [10, 7, 4, 1], "4 of 12"),
      ("#cause=policy%2Faccepted&q=mx1", [3, 5, 9, 11], "4 of 12"),
      ("#sort=-duration&q=mx2", [12, 10, 8, 6, 4, 2], "6 of 12"),
      ("#sort=server", [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12], "12 of 12"),
      ("#sort=-cause&outcome=stopped", [1, 4, 7, 10], "4 of 12"),
      ("#q=nothing+like+it", [], "0 of 12: no session fits"),
      ("#q=%3Cimg+src%3Dx%3E&sort=nonsense&open=99", [], "0 of 12: no session fits"),
    ])
  func filtered(fragment: String, rows: [Int], count: String) throws {
    let document = try visit(fragment).document
    #expect(Self.shown(document) == rows)
    #expect(Self.count(document) == count)
  }

  @Test("a time chooses what began in it, and stands on the chart")
  func time() throws {
    let starts = LivePageTests.run.sessions.map { String(UTCTime.rfc3339($0.session.start.time).prefix(19)) }
    let document = try visit("#from=\(starts[3])&to=\(starts[6])Z").document
    #expect(Self.shown(document) == [4, 5, 6], "the first second counts, the last does not")
    let width = try #require(document.firstMatch(of: #/id="brush"[^>]*\swidth="([\d.]+)"/#)?.output.1)
    #expect(Double(width).map { $0 > 100 && $0 < 400 } == true, "\(width)")
  }

  @Test("a session named in the address is open, with its ladder")
  func opened() throws {
    let document = try visit("#outcome=stopped&open=1").document
    #expect(document.contains(#/<details class="session" id="session-1" open/#))
    #expect(document.matches(of: #/<details[^>]*\sopen/#).count == 1)
    #expect(try visit("#session-1").document.contains(#/<details class="session" id="session-1" open/#))
  }

  @Test("a drag and the arrow keys choose a time, a heading sorts, a link opens, and all of it stands in the address")
  func byHand() throws {
    let steps = """
      const c = d.getElementById('chart'), b = c.getBoundingClientRect();
      const drag = (type, x) => c.dispatchEvent(new w.PointerEvent(type,
        {clientX: b.left + (46 + 706 * x) / 760 * b.width, clientY: b.top + 20, pointerId: 1, bubbles: true}));
      const key = (key, shiftKey) => c.parentElement.dispatchEvent(new w.KeyboardEvent('keydown', {key, shiftKey, bubbles: true}));
      drag('pointerdown', 0.01); drag('pointermove', 0.49); drag('pointerup', 0.49); await say('drag');
      key('ArrowRight', true); await say('wider');
      key('Escape'); await say('free');
      key('ArrowLeft'); await say('last');
      key('Escape'); await say('free');
      [...d.querySelectorAll('.rows th button')][6].click(); await say('sorted');
      [...d.querySelectorAll('.rows th button')][6].click(); await say('turned');
      d.querySelector('.groups button').click(); await say('group');
      d.querySelector('a[href="#session-1"]').click(); await say('told ' + d.getElementById('session-1').open);
      d.getElementById('clear').click(); await say('cleared');
      const root = d.documentElement;
      said.push('wide ' + (root.scrollWidth > root.clientWidth));
      f.width = 400; await say('narrow'); said.push('narrow ' + (root.scrollWidth > root.clientWidth));
      """
    let said = try Self.drive(Array(LivePageTests.page.utf8), steps)
    func line(_ word: String) throws -> (shown: String, hash: String) {
      let parts = try #require(said.first { $0.hasPrefix("\(word)|") }, "\(word): \(said)").split(
        separator: "|", omittingEmptySubsequences: false)
      return (String(parts[1]), parts.count > 2 ? String(parts[2]) : "")
    }
    let drag = try line("drag")
    // Half of the chart is half of the sessions, and where a pixel lies is the browser's.
    #expect(["6 of 12", "7 of 12"].contains(drag.shown), "\(said)")
    #expect(drag.hash.contains("from=") && drag.hash.contains("to="))
    #expect(try line("wider").hash != drag.hash && line("free").shown == "12 of 12")
    #expect(try ["1 of 12", "2 of 12"].contains(line("last").shown))
    #expect(try line("sorted").hash == "#sort=duration" && line("turned").hash == "#sort=-duration")
    let group = try line("group")
    #expect(group.shown == "4 of 12" && group.hash.contains("outcome=stopped"))
    #expect(try line("told true").hash.hasSuffix("open=1"))
    #expect(try line("cleared").shown == "12 of 12")
    #expect(said.contains("wide false") && said.contains("narrow false"), "\(said)")
  }

  /// Does `steps` with the page in a frame of another page, whose scripts the page's own policy does not bind.
  private static func drive(_ html: [UInt8], _ steps: String) throws -> [String] {
    try Tool.withFile(html, ending: "html") { file in
      let driver = """
        <!DOCTYPE html><title>x</title><iframe id=f width=1280 height=900 src="\(file.absoluteString)"></iframe><pre id=said></pre>
        <script>
        const said = [], w = f.contentWindow;
        onload = async () => {
          const d = w.document;
          const say = async word => {
            await new Promise(done => setTimeout(done, 60));
            said.push(word + '|' + d.getElementById('shown').textContent + '|' + w.location.hash);
          };
          try { \(steps) } catch (error) { said.push(String(error)); }
          document.getElementById('said').textContent = said.join('\\n');
        };
        </script>
        """
      let arguments = ["--allow-file-access-from-files", "--disable-web-security"]
      let document = try BrowserTests.visit(Array(driver.utf8), arguments: arguments).document
      let text = document.firstMatch(of: #/<pre id="said">([^<]*)<\/pre>/#).map { String($0.output.1) } ?? ""
      return text.replacing("&amp;", with: "&").split(separator: "\n").map(String.init)
    }
  }

  /// A page of eight sessions in which a peer said `words` wherever it could.
  static func hostilePage(_ words: String) throws -> [UInt8] {
    var options = IncidentReport.Options(tool: "smtptrace test")
    options.title = CleanText.line(words)
    var report = IncidentReport(options: options)
    let run = AnalysisRun(bytes: HostileCapture.capture(Array(words.utf8)).capture, name: words)
    for number in 1...4 {
      for var diagnosed in run.sessions {
        diagnosed.session.id += 2 * (number - 1)
        report.add(diagnosed)
      }
    }
    report.finish(run.summary)
    return report.bytes(.html)
  }

  @Test("what would be a tag or an address elsewhere is text in the list, whatever is done with it")
  func hostile() throws {
    let words = HostileTextTests.hostile.filter { $0.utf8.count < 200 }.joined(separator: " ")
    for fragment in ["", "#q=%3Cscript&sort=-server&open=1,2"] {
      let visit = try BrowserTests.visit(Self.hostilePage(words), fragment: fragment)
      #expect(Self.count(visit.document).hasSuffix("of 8"))
      #expect(visit.document.ranges(of: "<script").count == 1)
      for tag in ["<img", "<b>", "<h1>x"] { #expect(!visit.document.contains(tag), "\(tag)") }
      #expect(visit.document.firstMatch(of: #/<[a-z][^>]*\son[a-z]+=/#) == nil)
      #expect(!visit.messages.contains("CONSOLE"), "\(visit.messages)")
      #expect(visit.addresses.allSatisfy { $0.hasPrefix("file:") }, "\(visit.addresses)")
    }
  }
}
