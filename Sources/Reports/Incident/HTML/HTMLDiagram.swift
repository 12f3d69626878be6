import Diagnosis
import PacketLayers
import SMTPSession
import SMTPTranscript

/// The ladder diagram of a session, as pictures of a size that fits a sheet.
extension HTMLReport {
  private static let top = 60
  private static let stepHeight = 34
  private static let clientX = 150
  private static let serverX = 690
  private static let width = 760

  func diagram(_ story: SessionStory, on page: inout HTMLWriter) {
    page.element(.h3, text: "The conversation as a diagram")
    page.element(
      .p, .class("key lead"),
      text:
        "Time runs downwards. Each arrow is a packet with its number and the seconds since the first one. Bold lines "
        + "prove the verdict; ✗ marks where it stopped.")
    let pictures = Ladder(story).pictures
    for (index, steps) in pictures.enumerated() {
      let part = "part \(index + 1) of \(pictures.count)"
      page.scrolling("ladder", label: "Ladder diagram, \(part)") { page in
        picture(steps, of: story, part: part, on: &page)
      }
    }
  }

  private func picture(
    _ steps: ArraySlice<Ladder.Step>, of story: SessionStory, part: String, on page: inout HTMLWriter
  ) {
    let height = Self.top + steps.count * Self.stepHeight + 14
    let label =
      "Ladder diagram of session \(story.session.id), \(part); the same conversation stands as text in the transcript below"
    page.element(
      .svg, HTMLAttribute("xmlns", "http://www.w3.org/2000/svg"),
      HTMLAttribute("viewBox", "0 0 \(Self.width) \(height)"),
      HTMLAttribute("role", "img"), .label(label)
    ) { page in
      page.element(.svgText, .class("end"), .x(Self.clientX), .y(18), .anchor("middle"), text: "client")
      page.element(.svgText, .class("end"), .x(Self.serverX), .y(18), .anchor("middle"), text: "server")
      address(story.session.client, at: Self.clientX, edge: 6, "start", on: &page)
      address(story.session.server, at: Self.serverX, edge: Self.width - 6, "end", on: &page)
      for x in [Self.clientX, Self.serverX] {
        page.empty(
          .line, .class("life"), HTMLAttribute("x1", x), HTMLAttribute("y1", 40), HTMLAttribute("x2", x),
          HTMLAttribute("y2", height - 8))
      }
      for (place, step) in steps.enumerated() { self.step(step, place, on: &page) }
    }
  }

  /// Long addresses of IPv6 go inwards from the edges.
  private func address(_ end: Endpoint, at x: Int, edge: Int, _ anchor: String, on page: inout HTMLWriter) {
    let isLong = end.description.utf8.count > 21
    page.element(
      .svgText, .class("address"), .x(isLong ? edge : x), .y(33), .anchor(isLong ? anchor : "middle"),
      text: end.description)
  }

  private func step(_ step: Ladder.Step, _ place: Int, on page: inout HTMLWriter) {
    let y = Self.top + place * Self.stepHeight + 16
    var classes = step.from == nil ? ["aside"] : []
    if step.isEvidence { classes.append("evidence") }
    if step.isFailure { classes.append("failure") }
    page.element(.g, .class(classes.joined(separator: " "))) { page in
      page.element(
        .svgText, .class("packet"), .x(50), .y(y + 4), .anchor("end"),
        text: step.packet.isEmpty ? "" : "#\(step.packet)")
      page.element(.svgText, .class("time"), .x(133), .y(y + 4), .anchor("end"), text: step.seconds)
      if let from = step.from { arrow(from: from, y: y, on: &page) }
      page.element(
        .svgText, .class("label"), .x((Self.clientX + Self.serverX) / 2), .y(step.from == nil ? y + 4 : y - 5),
        .anchor("middle"), text: step.label)
      if step.isFailure {
        let x = step.from == .client ? Self.serverX : step.from == .server ? Self.clientX : Self.serverX + 30
        cross(x: x, y: y, on: &page)
      }
    }
  }

  private func arrow(from side: Side, y: Int, on page: inout HTMLWriter) {
    let (start, end, back) =
      side == .client ? (Self.clientX, Self.serverX, -9) : (Self.serverX, Self.clientX, 9)
    page.empty(
      .line, .class("arrow"), HTMLAttribute("x1", start), HTMLAttribute("y1", y), HTMLAttribute("x2", end + back / 2),
      HTMLAttribute("y2", y))
    page.empty(
      .path, .class("head"), HTMLAttribute("d", "M\(end) \(y) L\(end + back) \(y - 4) L\(end + back) \(y + 4) Z"))
  }

  private func cross(x: Int, y: Int, on page: inout HTMLWriter) {
    page.empty(
      .circle, .class("stop"), HTMLAttribute("cx", x), HTMLAttribute("cy", y), HTMLAttribute("r", 9))
    page.empty(
      .path, .class("cross"),
      HTMLAttribute("d", "M\(x - 4) \(y - 4) L\(x + 4) \(y + 4) M\(x + 4) \(y - 4) L\(x - 4) \(y + 4)"))
  }
}
