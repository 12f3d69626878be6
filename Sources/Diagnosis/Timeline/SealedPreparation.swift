import CaptureFiles
import SMTPSession
import SMTPTranscript
import TLSHandshake

/// The records in order, without what is TLS's own: tickets, key updates, empty records and goodbyes.
struct SealedPreparation {
  typealias Record = SealedDialogue.Record
  typealias Setting = SealedDialogue.Setting

  /// Of both sides, in the order in which they were completed.
  private(set) var records: [Record] = []
  /// The first goodbye in an alert.
  private(set) var alert: Record?
  /// Whether the server sent tickets: it had accepted the client's Finished.
  private(set) var sawTickets = false
  /// What the server said before the client's first command, and where it left right after: a refusal that nobody asked for.
  private(set) var unasked: Record?

  /// The longest block to which a side is taken to pad, and how many records must show it.
  private static let paddingBlocks = 16...4096
  private static let paddedRecords = 4
  /// Tickets that are looked for, and what they are at least long with a ticket's usual content, in bytes.
  private static let maximumTickets = 16
  private static let usualTicket = 100
  /// What a server takes at most to close after its last word, in seconds.
  static let promptSeconds = 5.0

  init(_ given: [Record], _ setting: Setting) {
    records = given.sorted {
      $0.last.packet == $1.last.packet ? $0.side == .client && $1.side == .server : $0.last.packet < $1.last.packet
    }
    takeAlerts(setting)
    if setting.isTLS13 {
      dropTickets(setting)
      dropKeyUpdates()
      widenPadded(.client)
      widenPadded(.server)
    }
    if setting.splitsRecords { joinSplit() }
    records.removeAll { $0.plaintext.upperBound == 0 }
  }

  /// Takes the goodbyes out: by type, or in TLS 1.3 a last record of two bytes.
  private mutating func takeAlerts(_ setting: Setting) {
    var goodbyes: [Record] = []
    for side in Side.allCases {
      if setting.isTLS13 {
        guard let place = records.lastIndex(where: { $0.side == side }) else { continue }
        let record = records[place]
        guard record.plaintext == RecordProtection.alertPlaintext...RecordProtection.alertPlaintext else { continue }
        goodbyes.append(record)
        records.remove(at: place)
      } else {
        // An alert behind which its sender goes on is a warning.
        let lastData = records.last { $0.side == side && !$0.isAlert }?.offset ?? 0
        if let record = records.first(where: { $0.side == side && $0.isAlert && $0.offset >= lastData }) {
          goodbyes.append(record)
        }
      }
    }
    records.removeAll(where: \.isAlert)
    alert = goodbyes.min { $0.last.packet < $1.last.packet }
  }

  /// TLS 1.3: what the server sends of itself once the client has finished.
  private mutating func dropTickets(_ setting: Setting) {
    let firstCommand = records.firstIndex { $0.side == .client } ?? records.endIndex
    var early = Array(records[..<firstCommand].prefix(Self.maximumTickets))
    var greeting: Record?
    if setting.isImplicit, let last = early.last, early.count == 1 || last.length != early[early.count - 2].length,
      firstCommand < records.endIndex || early.count > 1 || last.plaintext.upperBound < Self.usualTicket
    {
      greeting = last
      early.removeLast()
    } else if let last = early.last, isLastWord(last, setting),
      last.plaintext.upperBound < Self.usualTicket || (early.count > 1 && last.length != early[early.count - 2].length)
    {
      unasked = last
      early.removeLast()
    }
    sawTickets = !early.isEmpty
    var tickets = Set(early.map(\.length))
    records.removeSubrange(..<early.count)
    guard let command = records.firstIndex(where: { $0.side == .client }) else { return }
    let answers = records.indices.drop { $0 <= command }.prefix { records[$0].side == .server }
    guard answers.count > 1, greeting == nil, unasked == nil else { return }
    // A ticket crosses the client's first command: as long as the one before, or of a ticket's usual length.
    if tickets.isEmpty, let first = answers.first,
      (Self.usualTicket...700).contains(records[first].plaintext.upperBound),
      records[first].last.packet != records[first + 1].last.packet || setting.hello?.list == nil
    {
      tickets.insert(records[first].length)
      sawTickets = true
    }
    for place in answers.dropLast().reversed() where tickets.contains(records[place].length) {
      records.remove(at: place)
    }
  }

  /// Whether the server left right after `record`, before anything of the client's could have made it.
  private func isLastWord(_ record: Record, _ setting: Setting) -> Bool {
    var left: [Moment] = []
    if let alert, alert.side == .server { left.append(alert.last) }
    if let end = setting.end, end.by == .server { left.append(end.at) }
    guard let first = left.min(by: { $0.packet < $1.packet }) else { return false }
    return first.time.seconds(since: record.last.time) < Self.promptSeconds
      && records.allSatisfy { $0.side == .server || $0.last.packet > first.packet }
  }

  /// TLS 1.3: a record of five bytes that is no answer: no command, and hardly a reply, is as short.
  private mutating func dropKeyUpdates() {
    let size = RecordProtection.keyUpdatePlaintext...RecordProtection.keyUpdatePlaintext
    let given = records
    records = given.indices.filter { place in
      guard given[place].plaintext == size else { return true }
      guard given[place].side == .server else { return false }
      // The only record between two of the client's may be a bare code.
      let isAnswer = place > 0 && given[place - 1].side == .client
      let isAlone = place + 1 >= given.count || given[place + 1].side == .client
      return isAnswer && isAlone
    }.map { given[$0] }
  }

  /// TLS 1.3: where all lengths of a side, their type byte included, are multiples of one block, it pads.
  private mutating func widenPadded(_ side: Side) {
    var block = 0
    var count = 0
    for record in records where record.side == side {
      block = Self.greatestCommonDivisor(block, record.plaintext.upperBound + 1)
      count += 1
    }
    guard count >= Self.paddedRecords, Self.paddingBlocks.contains(block) else { return }
    for place in records.indices where records[place].side == side {
      let most = records[place].plaintext.upperBound
      records[place].plaintext = max(0, most - block + 1)...most
    }
  }

  private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    var (left, right) = (left, right)
    while right > 0 { (left, right) = (right, left % right) }
    return left
  }

  /// TLS 1.0 with CBC: none or one byte first, and the rest in a second record.
  private mutating func joinSplit() {
    var joined: [Record] = []
    var isOpen = false
    for record in records {
      if isOpen, let last = joined.last, last.side == record.side {
        joined[joined.count - 1] = Record(
          side: last.side, plaintext: record.plaintext.lowerBound...(record.plaintext.upperBound &+ 1),
          first: last.first,
          last: record.last, offset: last.offset, endOffset: record.endOffset, length: record.length,
          count: record.count)
        isOpen = false
      } else {
        joined.append(record)
        isOpen = record.plaintext.lowerBound <= 1 && record.count == 1
      }
    }
    records = joined
  }
}
