import Reports
import TestSupport

/// Secrets in damaged captures: an input is the number of a dialogue that holds a secret, and what happens to its packets, three bytes
/// each. The bytes of the client stay what they are, because what a command is called decides what may be shown of it.
enum SecretTarget {
  static let target = FuzzTarget(
    name: "secrets",
    about:
      "no document shows a planted secret, as it is, in part or in base64, whatever packets are lost, cut, moved or damaged",
    maximumLength: 64, tokens: [],
    parts: { bytes in stride(from: 1, to: max(1, bytes.count - 2), by: 3).map { $0..<($0 + 3) } },
    corpus: {
      SecretDialogue.all.indices.map {
        FuzzSeed(name: SecretDialogue.all[$0].name, bytes: [UInt8($0), 0, 0, 0, 3, 9, 4])
      }
    },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    guard let first = bytes.first else { return 0 }
    let dialogue = SecretDialogue.all[Int(first) % SecretDialogue.all.count]
    var segments = dialogue.segments
    for start in stride(from: 1, to: max(1, bytes.count - 2), by: 3) {
      SecretDialogue.damage(&segments, bytes[start], Int(bytes[start + 1]), bytes[start + 2])
    }
    let capture = SecretDialogue.capture(segments)
    let outcome = AnalysisOutcome(capture)
    var documents = outcome.documents(withHTML: segments.count % 8 == 0)
    documents.append(AnalysisOutcome.Document(name: "ndjson", bytes: outcome.report(.ndjson)))
    for document in documents {
      if let place = SecretDialogue.firstSecret(in: document.bytes) {
        let shown = document.bytes[max(0, place - 60)..<min(document.bytes.count, place + 60)]
        throw FuzzFailure(
          "\(document.name) of \(dialogue.name) shows \(String(decoding: shown, as: UTF8.self).debugDescription)")
      }
    }
    return capture.count
  }
}

/// A conversation with a secret in it, as segments that can be damaged.
struct SecretDialogue: Sendable {
  struct Segment: Sendable {
    var isClient: Bool
    var sequence: UInt32
    var acknowledgment: UInt32
    var flags: UInt8
    var payload: [UInt8]
    /// Captured bytes of the frame.
    var captured = Int.max
    var pause: UInt32 = 4
  }

  static let secret = "Qwv77-hollyhock-Zt3"

  let name: String
  let segments: [Segment]

  private init(_ name: String, _ turns: [(isClient: Bool, text: String)]) {
    self.name = name
    var segments: [Segment] = []
    var next: [UInt32] = [1000, 5000]
    func send(_ isClient: Bool, _ flags: UInt8, _ payload: [UInt8] = []) {
      let own = isClient ? 0 : 1
      segments.append(
        Segment(
          isClient: isClient, sequence: next[own], acknowledgment: flags == 2 ? 0 : next[1 - own], flags: flags,
          payload: payload))
      next[own] &+= UInt32(payload.count) + (flags & 3 == 0 ? 0 : 1)
    }
    send(true, 0x02)
    send(false, 0x12)
    send(true, 0x10)
    for turn in turns { send(turn.isClient, 0x18, Array(turn.text.utf8)) }
    send(true, 0x11)
    send(false, 0x11)
    self.segments = segments
  }

  // MARK: - The dialogues

  private static let begin: [(isClient: Bool, text: String)] = [
    (false, "220 mx.example.net ESMTP\r\n"), (true, "EHLO client.example.org\r\n"),
    (false, "250-mx.example.net\r\n250-AUTH PLAIN LOGIN XOAUTH2 CRAM-MD5\r\n250-CHUNKING\r\n250 8BITMIME\r\n"),
  ]
  private static let end: [(isClient: Bool, text: String)] = [(true, "QUIT\r\n"), (false, "221 bye\r\n")]
  private static let envelope: [(isClient: Bool, text: String)] = [
    (true, "MAIL FROM:<a@example.org>\r\n"), (false, "250 ok\r\n"), (true, "RCPT TO:<b@example.net>\r\n"),
    (false, "250 ok\r\n"),
  ]

  static let all: [SecretDialogue] = [
    SecretDialogue(
      "AUTH PLAIN at once",
      begin + [(true, "AUTH PLAIN \(base64("\0alice\0" + secret))\r\n"), (false, "235 2.7.0 ok\r\n")] + end),
    SecretDialogue(
      "AUTH PLAIN after a challenge",
      begin + [
        (true, "AUTH PLAIN\r\n"), (false, "334 \r\n"), (true, "\(base64("\0alice\0" + secret))\r\n"),
        (false, "535 5.7.8 no\r\n"),
      ] + end),
    SecretDialogue(
      "AUTH LOGIN",
      begin + [
        (true, "AUTH LOGIN\r\n"), (false, "334 VXNlcm5hbWU6\r\n"), (true, "YWxpY2U=\r\n"),
        (false, "334 UGFzc3dvcmQ6\r\n"),
        (true, "\(base64(secret))\r\n"), (false, "535 5.7.8 no\r\n"),
      ] + end),
    SecretDialogue(
      "AUTH LOGIN in clear text by mistake",
      begin + [
        (true, "AUTH LOGIN\r\n"), (false, "334 VXNlcm5hbWU6\r\n"), (true, "YWxpY2U=\r\n"),
        (false, "334 UGFzc3dvcmQ6\r\n"),
        (true, "\(secret)\r\n"), (false, "501 5.5.2 not base64\r\n"),
      ] + end),
    SecretDialogue(
      "XOAUTH2",
      begin + [
        (true, "AUTH XOAUTH2 \(base64("user=alice\u{1}auth=Bearer " + secret + "\u{1}\u{1}"))\r\n"),
        (false, "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n"), (true, "\r\n"), (false, "535 5.7.8 no\r\n"),
      ] + end),
    SecretDialogue(
      "DATA",
      begin + envelope + [
        (true, "DATA\r\n"), (false, "354 go\r\n"), (true, "Subject: \(secret)\r\nTo: b\r\n\r\nDear \(secret),\r\n"),
        (true, "the word is \(secret)\r\n.\r\n"), (false, "250 queued\r\n"),
      ] + end),
    SecretDialogue(
      "BDAT",
      begin + envelope + [
        (true, "BDAT 46\r\nSubject: x\r\n\r\n\(secret)\r\n123456789\r\n"), (false, "250 ok\r\n"),
        (true, "BDAT 21 LAST\r\n\(secret)\r\n"), (false, "250 queued\r\n"),
      ] + end),
  ]

  private static func base64(_ text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = Array(text.utf8)
    var result = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let piece = bytes[start..<min(start + 3, bytes.count)]
      let word = piece.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << UInt32(16 - 8 * $1.offset) }
      for index in 0..<4 {
        result.append(index <= piece.count ? alphabet[Int(word >> UInt32(18 - 6 * index) & 63)] : "=")
      }
    }
    return result
  }

  // MARK: - Damage

  static func damage(_ segments: inout [Segment], _ kind: UInt8, _ place: Int, _ amount: UInt8) {
    guard !segments.isEmpty else { return }
    let index = place % segments.count
    let segment = segments[index]
    let few = Int(amount)
    switch kind % 10 {
    case 0: segments.remove(at: index)
    case 1: segments.insert(segment, at: few % (segments.count + 1))
    case 2: segments.swapAt(index, few % segments.count)
    case 3: segments[index].captured = 54 + few % 100
    case 4: segments[index].pause = UInt32(few) * UInt32(few) * 100
    case 5 where segment.payload.count > 1:
      // In two packets.
      let cut = 1 + few % (segment.payload.count - 1)
      segments[index].payload = Array(segment.payload[..<cut])
      var rest = segment
      rest.payload = Array(segment.payload[cut...])
      rest.sequence &+= UInt32(cut)
      segments.insert(rest, at: index + 1)
    case 6 where !segment.isClient && !segment.payload.isEmpty:
      segments[index].payload[few % segment.payload.count] = UInt8(truncatingIfNeeded: place &* 31 &+ few)
    case 7: segments[index].flags ^= 1 << (amount % 6)
    case 8: segments[index].sequence &+= UInt32(few) &- 128
    case 9: segments.removeAll { $0.isClient == (few % 2 == 0) && few > 220 }
    default: break
    }
  }

  static func capture(_ segments: [Segment]) -> [UInt8] {
    var file: [UInt8] =
      [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8) + [0xFF, 0xFF, 0, 0, 1, 0, 0, 0]
    var milliseconds: UInt32 = 0
    for segment in segments {
      milliseconds += segment.pause
      let client: [UInt8] = [192, 0, 2, 25]
      let server: [UInt8] = [203, 0, 113, 25]
      let frame = PacketBuilder.frame(
        from: segment.isClient ? client : server, segment.isClient ? 40_000 : 25,
        to: segment.isClient ? server : client,
        segment.isClient ? 25 : 40_000, sequence: segment.sequence, acknowledgment: segment.acknowledgment,
        flags: segment.flags, payload: segment.payload)
      let captured = min(frame.count, segment.captured)
      let words = [
        1_700_000_000 + milliseconds / 1000, milliseconds % 1000 * 1000, UInt32(captured), UInt32(frame.count),
      ]
      for word in words {
        for shift: UInt32 in [0, 8, 16, 24] { file.append(UInt8(truncatingIfNeeded: word >> shift)) }
      }
      file += frame[..<captured]
    }
    return file
  }

  // MARK: - Search

  /// Every eight characters in a row of the secret and of its base64 at each of the three places, as numbers.
  private static let windows: Set<UInt64> = {
    var windows: Set<UInt64> = []
    for text in [secret] + ["", "x", "xx"].map({ base64($0 + secret) }) {
      let bytes = Array(text.utf8)
      // The first group and the last hold bits of what stands around the secret.
      let inner = text == secret ? bytes : Array(bytes.dropFirst(4).dropLast(4))
      for start in 0...(inner.count - 8) {
        windows.insert(inner[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) })
      }
    }
    return windows
  }()

  static func firstSecret(in bytes: [UInt8]) -> Int? {
    var window: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      window = window << 8 | UInt64(byte)
      if windows.contains(window) { return index - 7 }
    }
    return nil
  }
}
