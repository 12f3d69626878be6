import ByteParsing
package import Diagnosis

/// What `smtptrace explain` prints for what somebody asked: the answers first, each on a line that begins with its id.
package enum ExplanationText {
  package static func lines(_ found: Explanations, asked: String, style: TextStyle) -> [String] {
    var lines: [String]
    switch found.kind {
    case .rule(let rule): lines = RuleText.page(rule, style: style)
    case .retired(let retired): lines = RuleText.page(retired, style: style)
    case .list(let rules): lines = RuleText.list(rules, style: style)
    case .misspelt(let rules): lines = misspelt(rules, asked, style)
    case .answers(let answers): lines = list(answers, found.product, style)
    case .nothing(let nearest): lines = nothing(nearest, style)
    }
    if found.isCut {
      lines += ["", style.dim("What was given is long; its beginning was read, and the rest was not.")]
    }
    return lines
  }

  private static func misspelt(_ rules: [Rule], _ asked: String, _ style: TextStyle) -> [String] {
    guard let best = rules.first else { return [] }
    let shown = PrintableText.string(String(asked.prefix(80)))
    if rules.count == 1 {
      return ["There is no finding \"\(shown)\". Did you mean \(style.bold(best.id))?", ""]
        + RuleText.page(best, style: style)
    }
    return ["There is no finding \"\(shown)\". Did you mean one of these?", ""] + RuleText.list(rules, style: style)
  }

  private static func list(_ answers: [Explanations.Answer], _ product: String?, _ style: TextStyle) -> [String] {
    guard let best = answers.first else { return [] }
    var lines = [answers.count == 1 ? "It stands for this:" : "It can stand for these, the likeliest first:", ""]
    lines += entries(answers, style)
    lines += ["", style.bold("What the first means")]
    lines += style.wrapped(best.rule.meaning, first: "  ", rest: "  ")
    if answers.count > 1 || best.rule.nextCommands.isEmpty { lines += capture(answers, product, style) }
    lines += ["", "Its whole page, with what to do and commands that confirm it: smtptrace explain \(best.rule.id)"]
    return lines
  }

  private static func entries(_ answers: [Explanations.Answer], _ style: TextStyle) -> [String] {
    answers.flatMap { answer in
      ["\(style.bold(answer.rule.id))  \(answer.rule.title)"]
        + style.wrapped(PrintableText.string(answer.reason), first: "    ", rest: "    ")
    }
  }

  private static func capture(
    _ answers: [Explanations.Answer], _ product: String?, _ style: TextStyle
  ) -> [String] {
    let deciding = DecidingCapture(answers, product: product)
    var lines = ["", style.bold("Which capture decides")]
    for entry in deciding.needs {
      lines += style.wrapped(
        "\(entry.need.advice): \(entry.ids.joined(separator: ", ")).", first: "  \(style.bullet) ", rest: "    ")
    }
    lines += ["  How to take it: smtptrace recipe \(deciding.recipe ?? "")".trimmedAtEnd]
    return lines
  }

  private static func nothing(_ nearest: [Explanations.Answer], _ style: TextStyle) -> [String] {
    var lines = ["Nothing in the catalogue answers this for certain."]
    if !nearest.isEmpty {
      lines += ["", "These findings have the most of its words; they may be about something else:", ""]
      lines += entries(nearest, style)
    }
    lines += [""]
    lines += style.wrapped(
      "A line of the mail server's log, the error of its queue, or the reply of the other server with its code says more than a description. A capture of one failing attempt says most: smtptrace recipe tells how to take it, and smtptrace explain lists all findings."
    )
    return lines
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
