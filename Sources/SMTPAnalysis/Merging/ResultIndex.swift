import CaptureFiles
import Reports

/// What a result holds, and where: its sessions and the lines of its survey by their places, and all of its last line.
struct ResultIndex {
  /// A session's line.
  struct Entry {
    var key: ResultKey
    var id: Int
    /// The file in which it begins, by its place in the result.
    var file: Int
    /// The file in which it got its number: none before that of any session with a lower one.
    var numberedIn: Int
    /// When it ended, for comparison with others of the same key.
    var end: UInt64
    var place: ResultLines.Place
    /// Whether it goes on behind the borders of its captures.
    var crossesBorder: Bool

    /// The digits of a time in RFC 3339, but for the thousands of the year: they sort as it does.
    static func number(of time: String) -> UInt64 {
      time.utf8.dropFirst().reduce(0) { (0x30...0x39).contains($1) ? $0 &* 10 &+ UInt64($1 - 0x30) : $0 }
    }
  }

  /// The packets of connections that cross the borders of the captures.
  struct SeamFile {
    var path: String
    var ports: Set<UInt16>
    /// Where each packet lies in the captures of the result.
    var packets: [PacketID] = []
  }

  /// A file that was read.
  struct Input: Hashable {
    var name: String
    var sensor: String?
    var bytes: Int?
    var fingerprint: String?
    var packets: Int
    /// RFC 3339 with six decimals, which sort as text.
    var firstPacketTime: String?
    var lastPacketTime: String?
    var error: String?
  }

  let lines: ResultLines
  var entries: [Entry] = []
  var surveyLines: [ResultLines.Place] = []
  var inputs: [Input] = []
  var caveats: [String] = []
  var omissions: [Omission] = []
  /// `nil` where the result was made without one.
  private(set) var seam: SeamFile?
  private var seamPackets: [PacketID] = []
  var firstPacketTime: String?
  var lastPacketTime: String?
  /// Whether its sessions hold their conversations.
  private(set) var hasTranscripts = false
  private var surveyParts = 0
  private var declaredSessions = 0
  private var isComplete = false

  /// A longer line about a seam is none that this program writes, in bytes: of its packets one line holds some thousand.
  private static let maximumSeamLine = 4 << 20

  private static let again = "analyse the captures again with --format ndjson"

  init(_ path: String) throws(ResultError) {
    lines = try ResultLines(path)
    let reader = lines
    try reader.each { number, line, place, isWhole throws(ResultError) in
      guard !isComplete else { throw damaged(number, "expected nothing behind the line about the capture") }
      // Most of a line is written again as it stands.
      guard (try? UTF8Span(validating: line.span)) != nil else { throw damaged(number, "expected text in UTF-8") }
      var json = JSONReader(line)
      let members: [(key: String, value: Range<Int>)]
      do throws(JSONReader.Fault) {
        members = try json.members()
      } catch {
        guard isWhole else {
          throw ResultError(
            .truncated, path, line: number,
            "ends in the middle: the run that wrote it did not end. \(Self.again); nothing was merged")
        }
        throw damaged(number, "expected \(error.expected) at byte \(error.offset + 1) of the line")
      }
      try take(number, line, place, members)
    }
    guard isComplete else {
      throw ResultError(
        .truncated, path,
        "lacks the line about the capture, which stands last: the run that wrote it did not end. \(Self.again); nothing was merged"
      )
    }
    guard entries.count == declaredSessions else {
      throw ResultError(
        .truncated, path,
        "holds \(entries.count) of \(declaredSessions) sessions: lines are missing. \(Self.again); nothing was merged")
    }
    guard surveyParts > 0 else {
      throw ResultError(
        .notMergeable, path,
        "holds no survey of its sessions: it was made by a version before 0.3, by live, with --redact or with a choice of sessions. \(Self.again)"
      )
    }
    guard surveyLines.count == surveyParts else {
      throw ResultError(
        .truncated, path, "holds \(surveyLines.count) of \(surveyParts) lines of its survey. \(Self.again)")
    }
    seam?.packets = seamPackets
    seamPackets = []
    entries.sort { $0.id < $1.id }
    var latest = 0
    for place in entries.indices {
      latest = max(latest, entries[place].file)
      entries[place].numberedIn = latest
    }
  }

  private func damaged(_ number: Int, _ text: String) -> ResultError {
    ResultError(.damaged, lines.path, line: number, "\(text). It was changed since, or is no result of smtptrace")
  }

  private mutating func take(
    _ number: Int, _ line: [UInt8], _ place: ResultLines.Place, _ members: [(key: String, value: Range<Int>)]
  ) throws(ResultError) {
    func value(_ key: String) throws(ResultError) -> JSONValue {
      guard let range = members.first(where: { $0.key == key })?.value else { return .null }
      var reader = JSONReader(line, range)
      do throws(JSONReader.Fault) {
        return try reader.value()
      } catch {
        throw damaged(number, "expected \(error.expected) in \(key)")
      }
    }
    guard let type = try value("type").text, let version = try value("schemaVersion").integer else {
      throw damaged(number, "expected \"type\" and \"schemaVersion\"")
    }
    guard version <= SessionJSON.schemaVersion else {
      throw ResultError(
        .newer, lines.path, line: number,
        "was written by a later version (schema \(version); this one reads up to \(SessionJSON.schemaVersion)): merge with that version, or analyse the captures again with this one"
      )
    }
    switch type {
    case "session":
      guard let key = try value("key").text.flatMap(ResultKey.init), let id = try value("id").integer,
        let end = try value("end").text
      else { throw damaged(number, "expected the key, the number and the end of a session") }
      // What was made for nobody to merge has no such key at all.
      guard members.contains(where: { $0.key == "review" }) else { break }
      if members.contains(where: { $0.key == "transcript" }) { hasTranscripts = true }
      entries.append(
        Entry(
          key: key, id: id, file: try value("file").integer ?? 0, numberedIn: 0,
          end: Entry.number(of: end),
          place: place, crossesBorder: try value("border").text != nil))
      return
    case "seam":
      guard line.count <= Self.maximumSeamLine else { throw damaged(number, "expected a shorter line of a seam") }
      // Each packet is a file and a number.
      for packet in try value("packets").elements ?? [] {
        guard let pair = packet.elements, pair.count == 2, let file = pair[0].integer.flatMap({ Int32(exactly: $0) }),
          let own = pair[1].integer, (0..<1 << 48).contains(own)
        else { throw damaged(number, "expected the numbers of a file and of a packet") }
        seamPackets.append(PacketID(file: file, number: Int64(own)))
      }
      return
    case "survey":
      let survey = try value("surveyVersion").integer ?? 0
      guard survey <= SurveyJSON.version else {
        throw ResultError(
          .newer, lines.path, line: number,
          "holds a survey of a later version (\(survey); this one reads up to \(SurveyJSON.version)): merge with that version"
        )
      }
      guard let part = try value("part").integer, let parts = try value("parts").integer, part == surveyLines.count + 1
      else { throw damaged(number, "expected part \(surveyLines.count + 1) of the survey") }
      surveyParts = parts
      surveyLines.append(place)
      return
    case "capture":
      let capture: JSONValue
      do throws(JSONValue.Mismatch) {
        capture = try valueOrMismatch(line, members, "capture")
        try takeCapture(capture)
      } catch {
        throw damaged(number, "expected \(error.expected) in \(error.key)")
      }
      try takeSeam(capture["seam"])
      isComplete = true
      return
    default: throw damaged(number, "expected a line of type session, survey or capture, found \(type)")
    }
    throw ResultError(
      .notMergeable, lines.path, line: number,
      "was not made to be merged: by a version before 0.3, by live, with --redact or with a choice of sessions. \(Self.again)"
    )
  }

  private func valueOrMismatch(
    _ line: [UInt8], _ members: [(key: String, value: Range<Int>)], _ key: String
  ) throws(JSONValue.Mismatch) -> JSONValue {
    guard let range = members.first(where: { $0.key == key })?.value else {
      throw JSONValue.Mismatch(key: key, expected: "an object")
    }
    var reader = JSONReader(line, range)
    guard let value = try? reader.value() else { throw JSONValue.Mismatch(key: key, expected: "an object") }
    return value
  }

  /// Finds the seam beside the result.
  private mutating func takeSeam(_ value: JSONValue) throws(ResultError) {
    guard let file = value["file"].text, let digest = value["fingerprint"].text else { return }
    let folder = lines.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let path = folder.isEmpty ? file : folder.joined(separator: "/") + "/" + file
    guard !file.contains("/"), let found = InputFingerprint(path) else {
      throw ResultError(
        .notMergeable, lines.path,
        "its seam \(file), with the packets of sessions that cross the borders of its captures, is not beside it: put it there"
      )
    }
    guard found.digest == digest else {
      throw ResultError(
        .changedInput, path, "is not the seam that was written with \(lines.path): analyse the captures again")
    }
    guard value["packets"].integer == seamPackets.count else {
      throw ResultError(.truncated, lines.path, "lacks lines about its seam. \(Self.again); nothing was merged")
    }
    seam = SeamFile(
      path: path, ports: Set((value["ports"].elements ?? []).compactMap { $0.integer.flatMap { UInt16(exactly: $0) } }))
  }

  private mutating func takeCapture(_ value: JSONValue) throws(JSONValue.Mismatch) {
    guard try value.elements("selection").isEmpty else {
      throw JSONValue.Mismatch(key: "selection", expected: "no choice of sessions")
    }
    declaredSessions = try value.count("sessions")
    firstPacketTime = value["firstPacketTime"].text
    lastPacketTime = value["lastPacketTime"].text
    caveats = try value.elements("caveats").compactMap(\.text)
    for one in value["inputs"].elements ?? [] {
      inputs.append(
        Input(
          name: try one.text("name"), sensor: one["sensor"].text, bytes: one["bytes"].integer,
          fingerprint: one["fingerprint"].text, packets: try one.count("packets"),
          firstPacketTime: one["firstPacketTime"].text, lastPacketTime: one["lastPacketTime"].text,
          error: one["error"].text))
    }
    for one in try value.elements("omissions") {
      omissions.append(
        Omission(
          kind: try one.word("kind", Omission.Kind.self), count: try one.count("count"), file: one["file"].integer,
          sentence: try one.text("text")))
    }
  }
}

/// The key of a session, as a number.
struct ResultKey: Hashable, Comparable {
  var high: UInt64
  var low: UInt64

  init?(_ text: String) {
    guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.high = high
    self.low = low
  }

  static func < (one: ResultKey, other: ResultKey) -> Bool { (one.high, one.low) < (other.high, other.low) }
}
