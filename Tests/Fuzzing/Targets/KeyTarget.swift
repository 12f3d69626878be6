import ByteParsing
import TLSDecryption

/// Key logs and traces, which people hand over: the text is read as both.
enum KeyTarget {
  static let target = FuzzTarget(
    name: "keys",
    about:
      "a key log fed whole, in pieces and byte by byte gives the same; a trace is read twice alike; what is kept is bounded",
    maximumLength: 16_384,
    tokens: [
      "CLIENT_RANDOM ", "CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_TRAFFIC_SECRET_0 ", "EXPORTER_SECRET ", "# ",
      "\r\n", "\n", " ",
      String(repeating: "0a", count: 32), String(repeating: "5C", count: 48), "Sent Record\n", "Received Record\n",
      "  Content Type = ApplicationData (23)\n", "  Length = 823\n", "  Inner Content Type = Handshake (22)\n",
      "    ClientHello, Length=288\n", "    Certificate, Length=802\n", "gmt_unix_time=0x0E42E958\n",
      "random_bytes (len=28): \(String(repeating: "3E", count: 28))\n",
      "Level=fatal(2), description=certificate expired(45)\n",
      "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "Length=-1", "Length = 99999999999999999999",
    ].map { Array($0.utf8) },
    parts: { lines($0) },
    corpus: { Corpus.files(of: "keys") },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    let whole = facts([bytes])
    var cutting = Cutting(of: bytes, longest: 400)
    try hold(whole == facts(cutting.pieces(bytes)), "a key log in pieces is read otherwise")
    try hold(whole == facts(bytes.map { [$0] }), "a key log byte by byte is read otherwise")
    let lines = bytes.count { $0 == 0x0A } + 1
    try hold(whole.secrets + whole.otherLines + whole.brokenLines <= lines, "more was found than there are lines")
    let text = String(decoding: bytes, as: UTF8.self)
    let one = KeyRing()
    let other = KeyRing()
    let count = one.take(trace: text)
    try hold(count == other.take(trace: text), "one reading of a trace and the next differ")
    try hold(count ?? 0 <= bytes.count, "more sessions than bytes")
    return bytes.count
  }

  private static func facts(_ pieces: [[UInt8]]) -> KeyRing.Facts.Lines {
    let ring = KeyRing()
    var text = KeyLogText()
    for piece in pieces { text.feed(piece.span, into: ring) }
    text.end(into: ring)
    return ring.facts.files
  }

  private static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
    bytes.split(separator: 0x0A).map { $0.startIndex..<$0.endIndex }
  }
}
