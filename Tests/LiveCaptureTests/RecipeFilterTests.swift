import LiveCapture
import Testing

@testable import Diagnosis

@Suite("The filters of recipes")
struct RecipeFilterTests {
  @Test("libpcap takes every filter that a recipe prints for tcpdump or a program of its kind", arguments: [25, 587])
  func compile(port: Int) {
    var count = 0
    for peer in [nil, "192.0.2.25", "2001:db8::25"] {
      let values = CaptureRecipe.Values(peer: peer, port: port)
      for recipe in CaptureRecipe.all {
        for command in recipe.steps(values).flatMap(\.commands) {
          let parts = command.split(separator: "'", omittingEmptySubsequences: false)
          guard command.contains("tcpdump") || command.contains("sniffer"), parts.count == 3 else { continue }
          #expect(MailFilter.problem(in: String(parts[1])) == nil, "\(recipe.name): \(parts[1])")
          count += 1
        }
      }
    }
    #expect(count >= 21)
  }
}
