import Testing

@testable import Diagnosis

@Suite("Recipes for taking a capture")
struct CaptureRecipeTests {
  @Test("names are one's own, and every other word leads to one recipe")
  func names() {
    let words = CaptureRecipe.all.flatMap { [$0.name] + $0.otherNames }
    #expect(Set(words).count == words.count)
    for recipe in CaptureRecipe.all {
      #expect(CaptureRecipe.named(recipe.name)?.name == recipe.name)
      #expect(CaptureRecipe.named(recipe.name.uppercased())?.name == recipe.name)
    }
    #expect(CaptureRecipe.named("windows")?.name == "exchange")
    #expect(CaptureRecipe.names(like: "posfix").first == "postfix")
    #expect(CaptureRecipe.names(like: "fortgate").first == "fortigate")
    #expect(CaptureRecipe.names(like: "zzzzzzzzzz").isEmpty)
  }

  @Test(
    "every recipe says how to start, how much is kept, how to stop and how to read",
    arguments: CaptureRecipe.all.map(\.name))
  func whole(name: String) throws {
    let recipe = try #require(CaptureRecipe.named(name))
    let steps = recipe.steps(CaptureRecipe.Values(peer: "192.0.2.25", port: 587))
    let text = steps.map { $0.text + " " + $0.commands.joined(separator: " ") }.joined(separator: " ")
    // netsh takes whole packets of an interface, and no port.
    if name != "netsh" { #expect(text.contains("587"), "the port is filled in") }
    #expect(text.contains("192.0.2.25"), "the other side is filled in")
    #expect(text.contains("top"), "how to stop")
    #expect(text.contains("smtptrace "), "how to read")
    #expect(!text.contains("PEER"))
  }

  @Test("an address or a name may be filled in, and nothing that a shell would obey")
  func peers() {
    for peer in ["192.0.2.25", "2001:db8::25", "mx1.example.net", "mx-1.example.net"] {
      #expect(CaptureRecipe.isPeer(peer))
    }
    for peer in ["", "-w", "a b", "a'b", "a;b", "$(id)", "a\nb", "a`b", "a/b", "ä", ".", "192.0.2.25' or '"] {
      #expect(!CaptureRecipe.isPeer(peer), "\(peer)")
    }
  }

  @Test("every answer's recipe exists")
  func deciding() {
    for message in KnownMessage.all {
      if let recipe = DecidingCapture([], product: message.product).recipe {
        #expect(CaptureRecipe.named(recipe) != nil, "\(recipe)")
      }
    }
  }
}
