/// An element of HTML or SVG that the report uses.
struct HTMLElement {
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
  static let html = HTMLElement("html", .container)
  static let head = HTMLElement("head", .container)
  static let meta = HTMLElement("meta", .line)
  static let title = HTMLElement("title", .line)
  static let style = HTMLElement("style", .line)
  static let script = HTMLElement("script", .line)
  static let body = HTMLElement("body", .container)

  static let header = HTMLElement("header", .container)
  static let main = HTMLElement("main", .container)
  static let footer = HTMLElement("footer", .container)
  static let section = HTMLElement("section", .container)
  static let div = HTMLElement("div", .container)
  static let details = HTMLElement("details", .container)
  static let summary = HTMLElement("summary", .line)
  static let h1 = HTMLElement("h1", .line)
  static let h2 = HTMLElement("h2", .line)
  static let h3 = HTMLElement("h3", .line)
  static let h4 = HTMLElement("h4", .line)
  static let p = HTMLElement("p", .line)
  static let pre = HTMLElement("pre", .line)
  static let ol = HTMLElement("ol", .container)
  static let ul = HTMLElement("ul", .container)
  static let li = HTMLElement("li", .line)

  static let a = HTMLElement("a", .inline)
  static let br = HTMLElement("br", .inline)
  static let code = HTMLElement("code", .inline)
  static let q = HTMLElement("q", .inline)
  static let small = HTMLElement("small", .inline)
  static let span = HTMLElement("span", .inline)
  static let strong = HTMLElement("strong", .inline)

  static let table = HTMLElement("table", .container)
  static let caption = HTMLElement("caption", .line)
  static let thead = HTMLElement("thead", .line)
  static let tbody = HTMLElement("tbody", .container)
  static let tr = HTMLElement("tr", .line)
  static let th = HTMLElement("th", .inline)
  static let td = HTMLElement("td", .inline)

  static let button = HTMLElement("button", .line)
  static let input = HTMLElement("input", .inline)
  static let label = HTMLElement("label", .line)
  static let option = HTMLElement("option", .line)
  static let output = HTMLElement("output", .inline)
  static let select = HTMLElement("select", .inline)

  static let svg = HTMLElement("svg", .container)
  static let g = HTMLElement("g", .container)
  static let svgText = HTMLElement("text", .line)
  static let svgTitle = HTMLElement("title", .inline)
  static let bar = HTMLElement("rect", .line)
  static let rect = HTMLElement("rect", .shape)
  static let circle = HTMLElement("circle", .shape)
  static let line = HTMLElement("line", .shape)
  static let path = HTMLElement("path", .shape)
}

/// An attribute with its value; the writer escapes it.
struct HTMLAttribute {
  let name: StaticString
  /// `nil` where the name alone says it, as in `hidden`.
  let value: String?

  init(_ name: StaticString, _ value: some CustomStringConvertible) {
    self.name = name
    self.value = value.description
  }

  /// One that is there or not there.
  init(_ name: StaticString) {
    self.name = name
    value = nil
  }
}

extension HTMLAttribute {
  static func `class`(_ value: String) -> HTMLAttribute { HTMLAttribute("class", value) }
  static func id(_ value: String) -> HTMLAttribute { HTMLAttribute("id", value) }
  static func type(_ value: String) -> HTMLAttribute { HTMLAttribute("type", value) }
  /// A place on this page; nothing here leads away from it.
  static func href(toPart part: String) -> HTMLAttribute { HTMLAttribute("href", "#\(part)") }
  static let column = HTMLAttribute("scope", "col")
  static let row = HTMLAttribute("scope", "row")
  static func x(_ value: some CustomStringConvertible) -> HTMLAttribute { HTMLAttribute("x", value) }
  static func y(_ value: some CustomStringConvertible) -> HTMLAttribute { HTMLAttribute("y", value) }
  static func anchor(_ value: String) -> HTMLAttribute { HTMLAttribute("text-anchor", value) }
  static func label(_ value: String) -> HTMLAttribute { HTMLAttribute("aria-label", value) }
}

extension HTMLWriter {
  /// A box that scrolls by itself, and can be reached with the keyboard.
  mutating func scrolling(_ kind: String, label: String, content: (inout HTMLWriter) -> Void) {
    element(
      .div, .class(kind), HTMLAttribute("tabindex", 0), HTMLAttribute("role", "group"), .label(label), content: content)
  }

  mutating func list(_ items: [String]) {
    element(.ul) { page in
      for item in items { page.element(.li, text: item) }
    }
  }

  /// Labels with their values.
  mutating func facts(_ facts: [(label: String, value: String)]) {
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

  mutating func columnHeads(_ heads: [String], class kind: String? = nil) {
    for head in heads { element(.th, .column, kind.map(HTMLAttribute.class), text: head) }
  }
}
