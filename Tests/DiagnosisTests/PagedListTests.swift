import Testing

@testable import Diagnosis

@Suite("A list in pages is a list")
struct PagedListTests {
  @Test("agrees with an array while it grows over many pages and is changed")
  func agreesWithArray() {
    var list = PagedList<Int>()
    var model: [Int] = []
    #expect(list.count == 0 && list.indices.isEmpty)
    for value in 0..<1000 {
      list.append(value)
      model.append(value)
      let place = value * 7 % model.count
      list[place] += 3
      model[place] += 3
      #expect(list.count == model.count)
    }
    #expect(list.indices.map { list[$0] } == model)
  }

  @Test("a copy does not see what becomes of the other")
  func isAValue() {
    var list = PagedList<Int>()
    for value in 0..<300 { list.append(value) }
    let copy = list
    list[5] = -1
    list.append(300)
    #expect(copy[5] == 5 && copy.count == 300)
    #expect(list[5] == -1 && list.count == 301)
  }
}
