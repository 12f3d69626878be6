internal import ByteParsing

/// Files that hold packets, or pass for it, and are neither pcap nor pcapng: their name, and the command that helps.
enum ForeignFormats {
  /// What the file's first bytes, and else its name, look like; both are `nil` where nothing can be told.
  static func recognise(_ bytes: Span<UInt8>, name: String) -> (looksLike: String?, advice: String?) {
    for format in byMagic where isMagic(format.magic, in: bytes, at: format.offset) {
      return (format.name, format.advice)
    }
    if let found = recogniseByName(name, bytes) { return found }
    if isMostlyZero(bytes) { return ("a file of zeros", "The disk may have been full, or the copy failed.") }
    return isText(bytes) ? recogniseText(bytes) : (nil, nil)
  }

  private static let byEditcap = "Convert it with: editcap -F pcapng FILE OUT.pcapng"

  private struct Format {
    var name: String
    var advice: String?
    var magic: [UInt8]
    var offset = 0

    init(_ name: String, _ magic: [UInt8], at offset: Int = 0, _ advice: String?) {
      self.name = name
      self.magic = magic
      self.offset = offset
      self.advice = advice
    }

    init(_ name: String, _ magic: String, at offset: Int = 0, _ advice: String?) {
      self.init(name, Array(magic.utf8), at: offset, advice)
    }
  }

  private static let byMagic: [Format] = [
    Format("a Microsoft Network Monitor 2 capture", "GMBU", byEditcap),
    Format("a Microsoft Network Monitor 1 capture", "RTSS", byEditcap),
    Format("a snoop capture (Solaris)", "snoop\0\0\0", byEditcap),
    Format("an AIX iptrace capture", "iptrace ", byEditcap),
    Format("a Sniffer capture", "TRSNIFF data    \u{1a}", byEditcap),
    Format("a NetXRay or Sniffer for Windows capture", "XCP\0", byEditcap),
    Format("a Network Instruments Observer capture", "ObserverPktBuffe", byEditcap),
    Format("a Visual Networks capture", [0x05, 0x56, 0x4E, 0x46], byEditcap),
    Format("a RADCOM capture", [0x42, 0xD2, 0x00, 0x34, 0x12, 0x66, 0x22, 0x88], byEditcap),
    Format("a K12 (Tektronix) capture", [0x00, 0x00, 0x02, 0x00, 0x12, 0x05, 0x00, 0x10], byEditcap),
    Format("a K12 text capture", "+---------+---------------+----------+", byEditcap),
    Format("a 5Views capture", [0xAA, 0xAA, 0xAA, 0xAA], byEditcap),
    Format("a NetScaler trace", "NetScaler", at: 4, byEditcap),
    Format("a Bluetooth capture (btsnoop)", "btsnoop\0", "It holds no mail."),
    Format("an xz archive", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "Read it with: xz -dc FILE | smtptrace -"),
    Format("a bzip2 archive", "BZh", "Read it with: bzip2 -dc FILE | smtptrace -"),
    Format("an lz4 archive", [0x04, 0x22, 0x4D, 0x18], "Read it with: lz4 -dc FILE | smtptrace -"),
    Format("a file made by compress", [0x1F, 0x9D], "Read it with: gzip -dc FILE | smtptrace -"),
    Format(
      "gzip data within compressed data", [0x1F, 0x8B],
      "It was compressed twice. Read it with: gzip -dc FILE | gzip -dc | smtptrace -"),
    Format(
      "zstd data within compressed data", [0x28, 0xB5, 0x2F, 0xFD],
      "It was compressed twice; decompress it once before."),
    Format("a zip archive", [0x50, 0x4B, 0x03, 0x04], "Unpack it with: unzip FILE"),
    Format("a 7-Zip archive", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "Unpack it with: 7z x FILE"),
    Format("a RAR archive", "Rar!\u{1a}\u{07}", "Unpack it with: unrar x FILE"),
    Format("a tar archive", "ustar", at: 257, "Unpack it with: tar -xf FILE"),
    Format("a PDF document", "%PDF-", nil),
    Format("a program", [0x7F, 0x45, 0x4C, 0x46], nil),
    Format("a Windows program", "MZ", nil),
    Format("an SQLite database", "SQLite format 3\0", nil),
    Format("a PNG picture", [0x89, 0x50, 0x4E, 0x47], nil),
    Format("an HTML page", "<!DOCTYPE", webPage),
    Format("an HTML page", "<html", webPage),
    Format(
      "an XML document", "<?xml", "Packets that were exported as XML (PDML) cannot be read; export them as pcapng."),
  ]

  private static let webPage = "A download may have stored a log-in or error page instead of the capture."

  /// Letters are compared without case: what a web server sends is `<!doctype` as often.
  private static func isMagic(_ magic: [UInt8], in bytes: Span<UInt8>, at offset: Int) -> Bool {
    guard bytes.count >= offset + magic.count else { return false }
    for index in magic.indices where asciiLowercase(bytes[offset + index]) != asciiLowercase(magic[index]) {
      return false
    }
    return true
  }

  private static func recogniseByName(_ name: String, _ bytes: Span<UInt8>) -> (String?, String?)? {
    let lower = name.lowercased()
    if lower.hasSuffix(".etl") || isEventTraceLog(bytes) {
      return (
        "a Windows event trace (netsh trace, pktmon)",
        "Convert it with: etl2pcapng FILE OUT.pcapng, or on Windows: pktmon etl2pcap FILE"
      )
    }
    if lower.hasSuffix(".erf") { return ("an Endace ERF capture", byEditcap) }
    if lower.hasSuffix(".pkt") { return ("a packet file of another program", byEditcap) }
    return nil
  }

  /// The header of an event trace's first buffer: its size, what is saved of it, and where the next event would go.
  private static func isEventTraceLog(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 72 else { return false }
    let size = bytes.littleEndianUInt32(at: 0)
    let saved = bytes.littleEndianUInt32(at: 4)
    let current = bytes.littleEndianUInt32(at: 8)
    guard size >= 1024, size <= 1 << 20, size % 1024 == 0, saved >= 72, saved <= size, current <= size else {
      return false
    }
    // The first event is the trace's own header: its marker is 0xC0 (and a header type) in the highest byte.
    return bytes.count > 75 && bytes[75] == 0xC0
  }

  private static func isMostlyZero(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 16 else { return false }
    for index in 0..<bytes.count where bytes[index] != 0 { return false }
    return true
  }

  private static func isText(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 0 else { return false }
    for index in 0..<bytes.count {
      let byte = bytes[index]
      let isControl = byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D && byte != 0x1B
      if isControl || byte == 0x7F { return false }
    }
    return true
  }

  private static func recogniseText(_ bytes: Span<UInt8>) -> (String?, String?) {
    let shown = min(bytes.count, 2048)
    let text = String(decoding: bytes.extracting(0..<shown).copied(), as: UTF8.self)
    let trimmed = text.drop { $0 == " " || $0 == "\n" || $0 == "\r\n" || $0 == "\t" || $0 == "\u{feff}" }
    if trimmed.hasPrefix("{") || trimmed.hasPrefix("[") {
      return ("JSON", "Packets that were exported as JSON cannot be read; export them as pcapng.")
    }
    if text.contains(" IP ") || text.contains(" IP6 ") || text.contains("listening on ") {
      return ("the text that tcpdump prints", "Capture the packets themselves with: tcpdump -w FILE.pcap")
    }
    if trimmed.hasPrefix("0000 ") || trimmed.hasPrefix("000000 ") || trimmed.hasPrefix("0x0000") {
      return ("a hexadecimal dump", "Convert it with: text2pcap FILE OUT.pcapng")
    }
    if trimmed.hasPrefix("No.") || trimmed.hasPrefix("\"No.\"") || trimmed.hasPrefix("Frame 1:") {
      return ("the text that Wireshark exports", "Save the packets themselves as pcapng.")
    }
    return ("text", "A capture of the packets themselves is needed: tcpdump -w FILE.pcap")
  }
}
