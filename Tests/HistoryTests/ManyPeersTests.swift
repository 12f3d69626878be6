import Foundation
import Testing

@testable import History

/// What many peers, or one that makes things up, may cost.
@Suite("Many peers of a history")
struct ManyPeersTests {
  private func time(_ place: Int) -> Int64 { MadeResult.time(day: 1, minutes: place * 10) }

  @Test("a server that makes up replies fills no list, and what is left out is counted")
  func replies() throws {
    var result = MadeResult()
    for place in 0..<300 {
      try result.add(.inClear, at: time(place), sensor: "hub-a") { line in
        line["transcript"] = [
          ["from": "server", "kind": "reply", "text": "550 5.\(place).1 no"],
          ["from": "server", "kind": "reply", "text": "451 4.3.0 later"],
        ]
      }
    }
    let desk = try HistoryDesk()
    try desk.add(result.lines)
    let text = try desk.story("mx.example.net")
    #expect(text.matches(of: #/ first [45]/#).count == FirstReply.maximumKinds)
    #expect(text.contains("first 451 4.3.0 (300 sessions"), "\(text)")
    #expect(text.contains("and others in 201 sessions: the first 100 kinds are kept"), "\(text)")
    let page = String(decoding: try desk.teller.page(of: nil, title: nil, tool: "x"), as: UTF8.self)
    #expect(page.contains("and others in 201 sessions"))
  }

  @Test("what happened elsewhere is gone through once for all that are told of, and told for each")
  func elsewhere() throws {
    var result = MadeResult()
    for number in 0..<30 {
      for place in 0..<20 {
        try result.add(
          place < 10 ? .tls12 : .notOffered, at: time(place) + Int64(number), sensor: "hub-a",
          name: number < 4 ? "mx\(number).example.net" : "mx\(number).example.org",
          server: "203.0.113.\(number)")
      }
    }
    let desk = try HistoryDesk()
    try desk.add(result.lines)
    let text = try desk.story("*.example.net")
    #expect(text.components(separatedBy: "On the same days, at other peers").count == 5)
    #expect(text.components(separatedBy: "mx4.example.org: STARTTLS is no longer offered").count == 5)
    #expect(text.components(separatedBy: "and 6 more: smtptrace history changes").count == 5, "\(text)")
    #expect(!text.contains("mx0.example.net: STARTTLS is no longer offered"), "\(text)")
    #expect(!(try desk.story("*").contains("On the same days")))
  }

  @Test("days are kept for those that changed, and no more lines of one than are told")
  func bounded() throws {
    let desk = try desk()
    let histories = try HistoryStore.toRead(desk.database).view { view in
      try view.peers.map { try view.history(of: $0) }
    }
    var days = SameDays(of: Array(histories.prefix(1)))
    #expect(!days.isEmpty)
    for history in histories { for _ in 0..<40 { days.add(history) { _ in "x" } } }
    let told = days.changes(onDaysOf: histories[0])
    #expect(told.shown.count == SameDays.maximumTold)
    #expect(told.more == 20)
    #expect(SameDays(of: []).isEmpty)
  }

  private func desk() throws -> HistoryDesk {
    var result = MadeResult()
    for place in 0..<20 {
      try result.add(place < 10 ? .tls12 : .notOffered, at: time(place), sensor: "hub-a")
    }
    let desk = try HistoryDesk()
    try desk.add(result.lines)
    return desk
  }
}
