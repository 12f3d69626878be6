import ArgumentParser
import SMTPAnalysis

/// `smtptrace recipe`: how to take the capture that answers the question.
struct Recipe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract:
      "Say how to take the capture: the commands for a kind of machine, with the filter, the size and the stop.",
    discussion: """
      EXAMPLES
        smtptrace recipe                                  where a capture can be taken
        smtptrace recipe postfix --peer 192.0.2.25        on a Postfix server
        smtptrace recipe exchange --peer 192.0.2.25       on Windows, with pktmon
        smtptrace recipe firewall --port 587              on both sides of a device
      """)

  @Argument(
    help: "The kind of machine, such as postfix, exchange or asa; none lists all.",
    completion: .custom { _, _, _ in Completions.recipes() })
  var platform: String?

  @Option(help: ArgumentHelp("The other side, which the filter names.", valueName: "address"))
  var peer: String?

  @Option(help: ArgumentHelp("The port of the mail service.", valueName: "number"))
  var port: Int = 25

  mutating func run() throws {
    let style = Presentation.style(color: .auto)
    if let peer, !CaptureRecipe.isPeer(peer) {
      throw ValidationError("--peer takes an IP address or the name of a host; found \"\(peer)\"")
    }
    guard (1...65535).contains(port) else {
      throw ValidationError("--port takes a number from 1 to 65535; found \(port)")
    }
    guard let platform else {
      StandardOutput.write(RecipeText.list(style: style).map(style.printable).joined(separator: "\n") + "\n")
      return
    }
    guard let recipe = CaptureRecipe.named(platform) else {
      let near = CaptureRecipe.names(like: platform)
      let hint = near.isEmpty ? "smtptrace recipe lists all" : "did you mean \(near.joined(separator: ", "))?"
      throw ValidationError("there is no recipe \"\(platform)\"; \(hint)")
    }
    let values = CaptureRecipe.Values(peer: peer, port: port)
    StandardOutput.write(
      RecipeText.page(recipe, values, style: style).map(style.printable).joined(separator: "\n") + "\n")
  }
}
