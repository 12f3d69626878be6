/// A list that grows by a page at a time: what lies in it is not copied when it grows, and no room is held twice meanwhile.
struct PagedList<Element: Sendable>: Sendable {
  private static var placeBits: Int { 7 }
  private static var elementsPerPage: Int { 1 << placeBits }

  private var pages: [[Element]] = []
  private(set) var count = 0

  var indices: Range<Int> { 0..<count }

  mutating func append(_ element: consuming Element) {
    if count == pages.count * Self.elementsPerPage {
      var page: [Element] = []
      page.reserveCapacity(Self.elementsPerPage)
      pages.append(page)
    }
    pages[pages.count - 1].append(element)
    count += 1
  }

  subscript(place: Int) -> Element {
    @inline(__always) get { pages[place >> Self.placeBits][place & (Self.elementsPerPage - 1)] }
    @inline(__always) _modify { yield &pages[place >> Self.placeBits][place & (Self.elementsPerPage - 1)] }
  }
}
