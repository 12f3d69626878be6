package import Diagnosis

/// What `smtptrace recipe` prints.
package enum RecipeText {
  package static func list(style: TextStyle) -> [String] {
    let width = CaptureRecipe.all.map(\.name.count).max() ?? 0
    return ["Where the capture is taken:", ""]
      + CaptureRecipe.all.map { recipe in
        "  \(style.bold(recipe.name))\(String(repeating: " ", count: width - recipe.name.count))  \(recipe.title)"
      } + ["", "smtptrace recipe postfix --peer 192.0.2.25 --port 587 fills in the other side and the port."]
  }

  package static func page(_ recipe: CaptureRecipe, _ values: CaptureRecipe.Values, style: TextStyle) -> [String] {
    var lines = [style.bold(recipe.title)] + style.wrapped(recipe.note, first: "  ", rest: "  ")
    for (number, step) in recipe.steps(values).enumerated() {
      lines += [""] + style.wrapped("\(number + 1). \(step.text)", rest: "   ")
      lines += step.commands.map { "     \($0)" }
    }
    let blanks = ["IFACE", "PEER", "ADDRESS", "QUEUEID", "MESSAGE-ID", "SERVER", "QUEUE", "FOLDER", "ACCOUNT"].filter {
      blank in
      lines.contains { line in line.split(whereSeparator: { !($0.isLetter || $0 == "-") }).contains { $0 == blank } }
    }
    if !blanks.isEmpty {
      lines += ["", style.dim("Words in capitals are to be replaced: \(blanks.joined(separator: ", ")).")]
    }
    return lines
  }
}
