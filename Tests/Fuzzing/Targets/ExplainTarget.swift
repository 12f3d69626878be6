import ByteParsing
import Diagnosis
import Reports

/// What somebody pastes to ask what it means: lines of logs, replies, parts of ids.
enum ExplainTarget {
  static let target = FuzzTarget(
    name: "explain",
    about: "the answer is printable, short, and the same when asked twice",
    maximumLength: 2048,
    tokens: [
      "starttls/", "454 4.7.0 ", "550 5.7.1 ", "TLS", "certificate", "timed out", "did not", "\n", "\r\n", "\t", "\0",
      "\u{1B}[31m",
      "\u{202E}", "\"", "'", "<", ">", "(", ")", "=", ":", "SSL routines::", "postfix/smtp[1]: ", "status=deferred ",
      "a@b.example",
      "192.0.2.1", "2001:db8::1", "Ä", "\u{301}", "😀", "-", "--", "%s", "mx.example.net",
    ].map { Array($0.utf8) },
    parts: { words($0) },
    corpus: { Corpus.files(of: "explain") },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    let text = String(decoding: bytes, as: UTF8.self)
    let answer = lines(text)
    try same(answer, lines(text), "one answer and the next")
    try Printed.check(answer.joined(separator: "\n"), "an answer")
    if case .answers(let answers) = Explanations.of(text).kind {
      try hold(answers.count <= Explanations.maximumAnswers, "\(answers.count) answers")
    }
    try hold(answer.count <= 1000, "an answer of \(answer.count) lines")
    let plain = TextStyle(usesColor: false, usesUnicode: false)
    for line in answer {
      try hold(plain.printable(line).utf8.allSatisfy { $0 < 0x80 }, "a line for US-ASCII holds more")
    }
    return bytes.count
  }

  private static func lines(_ text: String) -> [String] {
    ExplanationText.lines(Explanations.of(text), asked: text, style: TextStyle(usesColor: false))
  }

  private static func words(_ bytes: [UInt8]) -> [Range<Int>] {
    bytes.split(separator: 0x20).map { $0.startIndex..<$0.endIndex }
  }
}
