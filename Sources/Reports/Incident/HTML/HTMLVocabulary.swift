/// An element of HTML or SVG that the report uses.
package struct HTMLElement {
  /// Where lines end in the source of the page, for those who read it.
  enum Layout {
    /// Part of a line.
    case inline
    /// A line of its own.
    case line
    /// A line of its own, and so is what it holds.
    case container
    /// A shape of SVG: a line of its own, without content.
    case shape
  }

  let name: StaticString
  let layout: Layout

  private init(_ name: StaticString, _ layout: Layout) {
    self.name = name
    self.layout = layout
  }
}

extension HTMLElement {
  package static let html = HTMLElement("html", .container)
  package static let head = HTMLElement("head", .container)
  package static let meta = HTMLElement("meta", .line)
  package static let title = HTMLElement("title", .line)
  package static let style = HTMLElement("style", .line)
  package static let script = HTMLElement("script", .line)
  package static let body = HTMLElement("body", .container)

  package static let header = HTMLElement("header", .container)
  package static let main = HTMLElement("main", .container)
  package static let footer = HTMLElement("footer", .container)
  package static let section = HTMLElement("section", .container)
  package static let div = HTMLElement("div", .container)
  package static let details = HTMLElement("details", .container)
  package static let summary = HTMLElement("summary", .line)
  package static let h1 = HTMLElement("h1", .line)
  package static let h2 = HTMLElement("h2", .line)
  package static let h3 = HTMLElement("h3", .line)
  package static let h4 = HTMLElement("h4", .line)
  package static let p = HTMLElement("p", .line)
  package static let pre = HTMLElement("pre", .line)
  package static let ol = HTMLElement("ol", .container)
  package static let ul = HTMLElement("ul", .container)
  package static let li = HTMLElement("li", .line)

  package static let a = HTMLElement("a", .inline)
  package static let br = HTMLElement("br", .inline)
  package static let code = HTMLElement("code", .inline)
  package static let q = HTMLElement("q", .inline)
  package static let small = HTMLElement("small", .inline)
  package static let span = HTMLElement("span", .inline)
  package static let strong = HTMLElement("strong", .inline)

  package static let table = HTMLElement("table", .container)
  package static let caption = HTMLElement("caption", .line)
  package static let thead = HTMLElement("thead", .line)
  package static let tbody = HTMLElement("tbody", .container)
  package static let tr = HTMLElement("tr", .line)
  package static let th = HTMLElement("th", .inline)
  package static let td = HTMLElement("td", .inline)

  package static let button = HTMLElement("button", .line)
  package static let input = HTMLElement("input", .inline)
  package static let label = HTMLElement("label", .line)
  package static let option = HTMLElement("option", .line)
  package static let output = HTMLElement("output", .inline)
  package static let select = HTMLElement("select", .inline)

  package static let svg = HTMLElement("svg", .container)
  package static let g = HTMLElement("g", .container)
  package static let svgText = HTMLElement("text", .line)
  package static let svgTitle = HTMLElement("title", .inline)
  package static let bar = HTMLElement("rect", .line)
  package static let rect = HTMLElement("rect", .shape)
  package static let circle = HTMLElement("circle", .shape)
  package static let line = HTMLElement("line", .shape)
  package static let path = HTMLElement("path", .shape)
}

/// An attribute with its value; the writer escapes it.
package struct HTMLAttribute {
  let name: StaticString
  /// `nil` where the name alone says it, as in `hidden`.
  let value: String?

  package init(_ name: StaticString, _ value: some CustomStringConvertible) {
    self.name = name
    self.value = value.description
  }

  /// One that is there or not there.
  package init(_ name: StaticString) {
    self.name = name
    value = nil
  }
}

extension HTMLAttribute {
  package static func `class`(_ value: String) -> HTMLAttribute { HTMLAttribute("class", value) }
  package static func id(_ value: String) -> HTMLAttribute { HTMLAttribute("id", value) }
  package static func type(_ value: String) -> HTMLAttribute { HTMLAttribute("type", value) }
  /// A place on this page; nothing here leads away from it.
  package static func href(toPart part: String) -> HTMLAttribute { HTMLAttribute("href", "#\(part)") }
  package static let column = HTMLAttribute("scope", "col")
  package static let row = HTMLAttribute("scope", "row")
  package static func x(_ value: some CustomStringConvertible) -> HTMLAttribute { HTMLAttribute("x", value) }
  package static func y(_ value: some CustomStringConvertible) -> HTMLAttribute { HTMLAttribute("y", value) }
  package static func anchor(_ value: String) -> HTMLAttribute { HTMLAttribute("text-anchor", value) }
  package static func label(_ value: String) -> HTMLAttribute { HTMLAttribute("aria-label", value) }
}

extension HTMLWriter {
  /// A box that scrolls by itself, and can be reached with the keyboard.
  package mutating func scrolling(_ kind: String, label: String, content: (inout HTMLWriter) -> Void) {
    element(
      .div, .class(kind), HTMLAttribute("tabindex", 0), HTMLAttribute("role", "group"), .label(label), content: content)
  }

  package mutating func list(_ items: [String]) {
    element(.ul) { page in
      for item in items { page.element(.li, text: item) }
    }
  }

  /// Labels with their values.
  package mutating func facts(_ facts: [(label: String, value: String)]) {
    element(.table, .class("facts")) { page in
      page.element(.tbody) { page in
        for fact in facts {
          page.element(.tr) { page in
            page.element(.th, .row, text: fact.label)
            page.element(.td, text: fact.value)
          }
        }
      }
    }
  }

  package mutating func columnHeads(_ heads: [String], class kind: String? = nil) {
    for head in heads { element(.th, .column, kind.map(HTMLAttribute.class), text: head) }
  }
}

extension HTMLWriter {
  /// The head of a page. Nothing is loaded, and what is in the page runs and looks as this program wrote it, or not at all.
  ///
  /// - Parameter script: What the page runs; `nil` where nothing does.
  package mutating func head(title: String, script: StaticString? = nil) {
    let runs = script.map { "; script-src \(HTMLScript.source(of: $0))" } ?? ""
    let policy =
      "default-src 'none'; style-src \(HTMLScript.source(of: HTMLStyle.css))\(runs); base-uri 'none'; form-action 'none'"
    element(.head) { page in
      page.empty(.meta, HTMLAttribute("charset", "utf-8"))
      for (name, content) in [
        ("viewport", "width=device-width, initial-scale=1"), ("color-scheme", "light dark"), ("robots", "noindex"),
      ] {
        page.empty(.meta, HTMLAttribute("name", name), HTMLAttribute("content", content))
      }
      page.empty(.meta, HTMLAttribute("http-equiv", "Content-Security-Policy"), HTMLAttribute("content", policy))
      page.element(.title, text: title)
      page.element(.style, verbatim: HTMLStyle.css)
    }
  }

  /// A number of a drawing, with one decimal.
  package static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.toNearestOrAwayFromZero))
    return "\(tenths / 10).\(tenths.magnitude % 10)"
  }
}
