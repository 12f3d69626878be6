import TestSupport

/// A capture that is the same at each run: mail alone, or one packet of mail among fifty of bulk transfers.
struct MadeCapture {
  var pcap: [UInt8]
  var pcapng: [UInt8]
  var packets = 0

  /// Frames of about `megabytes`, in an order in which many connections are open at once. All of it happens within a second
  /// of the capture's clock, so that no session ends before the capture does and following can be timed apart from building.
  static func mail(megabytes: Int) -> MadeCapture {
    var writer = CaptureWriter()
    var number = 0
    while writer.pcap.count < megabytes << 20 {
      let dialogues = (number..<(number + 64)).map { MailDialogue.frames(number: $0) }
      number += 64
      for step in 0..<(dialogues.map(\.count).max() ?? 0) {
        for dialogue in dialogues where step < dialogue.count { writer.add(dialogue[step]) }
      }
    }
    return writer.capture
  }

  /// So many short sessions that fail, sixteen of them open at once.
  static func failing(sessions: Int) -> MadeCapture {
    var writer = CaptureWriter()
    for start in stride(from: 0, to: sessions, by: 16) {
      let dialogues = (start..<min(start + 16, sessions)).map { MailDialogue.failing(number: $0) }
      for step in 0..<(dialogues.map(\.count).max() ?? 0) {
        for dialogue in dialogues where step < dialogue.count { writer.add(dialogue[step]) }
      }
    }
    return writer.capture
  }

  static func mixed(megabytes: Int) -> MadeCapture {
    var writer = CaptureWriter()
    var random = SeededGenerator(seed: 1)
    let bulk = [UInt8](repeating: 0xA5, count: 1448)
    var number = 0
    var mail: [[UInt8]] = []
    while writer.pcap.count < megabytes << 20 {
      if mail.isEmpty {
        mail = MailDialogue.frames(number: number).reversed()
        number += 1
      }
      if let frame = mail.popLast() { writer.add(frame) }
      for _ in 0..<50 {
        let host = UInt8(truncatingIfNeeded: random.next() % 200)
        let acknowledges = random.next() % 3 == 0
        writer.add(
          PacketBuilder.frame(
            from: [198, 51, 100, host], 443, to: [192, 0, 2, host], 40_000 + UInt16(host),
            options: [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 1], payload: acknowledges ? [] : bulk,
            vlans: host % 6 == 0 ? [7] : []))
      }
    }
    return writer.capture
  }
}

/// Writes frames as pcap and as pcapng at once.
private struct CaptureWriter {
  private(set) var pcap: [UInt8] = []
  private var pcapng: [UInt8] = []
  private var packets: UInt32 = 0

  init() {
    // Version 2.4, microseconds, a snapshot length of 256 KiB, Ethernet.
    for word: UInt32 in [0xA1B2_C3D4, 0x0004_0002, 0, 0, 0x40000, 1] { Self.append(word, to: &pcap) }
    // A section header of unknown length and one interface, neither with options.
    for word: UInt32 in [0x0A0D_0D0A, 28, 0x1A2B_3C4D, 1, .max, .max, 28] { Self.append(word, to: &pcapng) }
    for word: UInt32 in [1, 20, 1, 0x40000, 20] { Self.append(word, to: &pcapng) }
  }

  mutating func add(_ frame: [UInt8]) {
    let length = UInt32(frame.count)
    let padding = (4 - frame.count % 4) % 4
    for word in [1_700_000_000, min(packets, 999_999), length, length] { Self.append(word, to: &pcap) }
    pcap += frame
    let (high, low) = (UInt64(1_700_000_000_000_000) + UInt64(min(packets, 999_999))).quotientAndRemainder(
      dividingBy: 1 << 32)
    let block = 32 + length + UInt32(padding)
    for word in [6, block, 0, UInt32(high), UInt32(low), length, length] { Self.append(word, to: &pcapng) }
    pcapng += frame + [UInt8](repeating: 0, count: padding)
    Self.append(block, to: &pcapng)
    packets += 1
  }

  var capture: MadeCapture { MadeCapture(pcap: pcap, pcapng: pcapng, packets: Int(packets)) }

  private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
    for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }
}
