import PlainWords
import Reports

/// A page of a history: for each peer a chart of its sessions, what it offers now, and what changed. One HTML document that needs nothing else.
struct HistoryPage {
  /// Peers that a page tells of; those with the most sessions.
  static let maximumPeers = 200

  let wording: Wording
  let title: String
  let tool: String
  /// How many peers there are in all.
  let peers: Int
  private var histories: [PeerHistory] = []
  private var sameDays = SameDays(of: [])

  init(wording: Wording, title: String, tool: String, peers: Int) {
    self.wording = wording
    self.title = title
    self.tool = tool
    self.peers = peers
  }

  /// The peers that are told of.
  mutating func add(_ histories: [PeerHistory]) {
    self.histories = histories
    sameDays = SameDays(of: histories)
    for history in histories { addElsewhere(history) }
  }

  var hasChanges: Bool { !sameDays.isEmpty }

  /// A peer that may have changed on the same days as others.
  mutating func addElsewhere(_ history: PeerHistory) {
    sameDays.add(history) { wording.headline($0, of: history) }
  }

  private var text: HistoryText { HistoryText(wording: wording, style: TextStyle(usesColor: false)) }

  /// The document, as UTF-8.
  func bytes() -> [UInt8] {
    var page = HTMLWriter()
    page.element(.html, HTMLAttribute("lang", "en")) { page in
      page.head(title: title)
      page.element(.body) { page in
        page.element(.header, content: header)
        page.element(.main) { page in
          for (index, history) in histories.enumerated() { peer(history, index, on: &page) }
        }
        page.element(.footer) { page in
          page.element(
            .p,
            text:
              "Made with \(tool). A change is told where at least \(ValueRuns.least) sessions in a row stand on either side of it. All times are UTC, by the clocks of the machines that captured. Names were not looked up."
          )
        }
      }
    }
    return page.bytes
  }

  private func header(_ page: inout HTMLWriter) {
    page.element(.p, .class("kind"), text: "History of mail peers")
    page.element(.h1, text: title)
    let sessions = histories.reduce(0) { $0 + $1.sessions.count }
    let changes = histories.reduce(0) { $0 + $1.stories.count }
    page.element(
      .p,
      text:
        "\(Counting.counted(sessions, "session", "sessions")) with \(Counting.counted(histories.count, "peer", "peers")), \(Counting.counted(changes, "change", "changes"))."
    )
    if peers == 0 { page.element(.p, text: HistoryText.nothingYet) }
    if peers > histories.count {
      page.element(.p, text: "\(Counting.grouped(peers - histories.count)) peers with fewer sessions are not told.")
    }
    guard histories.count > 1 else { return }
    page.element(.div, .class("scroll")) { page in
      page.element(.table) { page in
        page.element(.thead) { page in
          page.element(.tr) { page in page.columnHeads(["Peer", "Sessions", "Changes", "Last change"]) }
        }
        page.element(.tbody) { page in
          for (index, history) in histories.enumerated() {
            page.element(.tr) { page in
              page.element(.td) { page in
                page.element(.a, .href(toPart: "peer-\(index + 1)"), text: history.peer.title)
              }
              page.element(.td, text: Counting.grouped(history.sessions.count))
              page.element(.td, text: Counting.grouped(history.stories.count))
              page.element(.td, .class("when"), text: history.lastChange.map(RecordedTime.minute) ?? "none")
            }
          }
        }
      }
    }
  }

  private func peer(_ history: PeerHistory, _ index: Int, on page: inout HTMLWriter) {
    page.element(.section, .id("peer-\(index + 1)")) { page in
      page.element(.h2, text: history.peer.title)
      page.element(.p, .class("basis"), text: "\(text.span(history)).")
      HistoryChart(history, headline: { wording.headline($0, of: history) }).write(on: &page)
      states(history, on: &page)
      page.element(.h3, text: "What changed")
      if history.stories.isEmpty {
        page.element(.p, text: "Nothing that a run of \(ValueRuns.least) sessions on either side shows.")
      } else {
        page.element(.ul, .class("groups")) { page in
          for story in history.stories { change(story, of: history, on: &page) }
        }
      }
      if !history.replies.isEmpty {
        page.element(.h3, text: "Negative replies, by the first of each")
        page.list(history.replies.map(text.reply) + [HistoryText.otherReplies(history)].compactMap(\.self))
      }
      let unknown = text.unknown(history)
      if !unknown.isEmpty {
        page.element(.h3, text: "What the captures do not show")
        page.list(unknown)
      }
      let elsewhere = sameDays.changes(onDaysOf: history, hasOwn: true)
      if !elsewhere.shown.isEmpty {
        page.element(.h3, text: "On the same days, at other peers")
        let more = elsewhere.more > 0 ? ["and \(elsewhere.more) more: smtptrace history changes --since DAY"] : []
        page.list(elsewhere.shown.map(\.line) + more)
      }
    }
  }

  private func states(_ history: PeerHistory, on page: inout HTMLWriter) {
    page.element(.h3, text: "Now")
    page.scrolling("scroll", label: "What holds now") { page in
      page.element(.table) { page in
        page.element(.thead) { page in
          page.element(.tr) { page in page.columnHeads(["From", "What", "Holds"]) }
        }
        page.element(.tbody) { page in
          for sensor in history.sensors {
            for state in history.states where state.place.sensor == sensor {
              page.element(.tr) { page in
                page.element(.th, .row, text: wording.place(state.place))
                page.element(.th, .row, text: Wording.name(state.attribute))
                page.element(.td, text: wording.state(state))
              }
            }
            page.element(.tr) { page in
              page.element(.th, .row, text: wording.sensor(sensor))
              page.element(.th, .row, text: "what became of the mail")
              page.element(.td, text: text.dispositions(history, sensor))
            }
          }
        }
      }
    }
  }

  private func change(_ story: ChangeStory, of history: PeerHistory, on page: inout HTMLWriter) {
    page.element(.li, .class(wording.isLoss(story.changes[0]) && !story.hasOtherEnds ? "stopped" : "other")) { page in
      page.element(.p) { page in
        page.element(.span, .class("when"), text: RecordedTime.minute(story.time))
        page.text(" ")
        page.element(.strong, text: wording.headline(story, of: history))
      }
      for line in wording.ground(story, of: history) { page.element(.p, .class("basis"), text: line) }
    }
  }
}
