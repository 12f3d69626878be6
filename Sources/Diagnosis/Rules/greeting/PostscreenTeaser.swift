import PlainWords
import SMTPSession

extension Rule {
  static let greetingTeaser = Rule(
    id: "greeting/postscreen-teaser",
    title: "server greeted in two steps with a wait between them",
    stage: .greeting,
    severity: .note,
    needs: [.greeting, .pause],
    meaning: """
      The server sent a first line of its greeting, waited, and then sent the last one. It is a waiting room against spam \
      software, which tends to talk as soon as it reads a line; Postfix's postscreen works this way, by default with a wait of six \
      seconds. A mail server simply waits for the last line. Nothing is wrong.
      """,
    distinction: "A client that speaks between the two lines is another finding.",
    references: ["RFC 5321 section 4.2.1"],
    captures: ["healthy-postscreen"]
  ) { it in
    let session = it.session
    guard let seconds = session.teaserSeconds, let greeting = session.greeting, it.earlyCommand == nil else {
      return nil
    }
    return Match(
      .strong,
      "The server sent the first line of its greeting and let the client wait \(LengthOfTime.spoken(seconds)) for the last one.",
      evidence: [
        session.evidence(greeting, quoting: 0, meaning: "a first line: the greeting is not complete"),
        session.evidence(greeting, meaning: "the last line, \(LengthOfTime.spoken(seconds)) later"),
      ])
  }
}
