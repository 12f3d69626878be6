import Reports
import SMTPAnalysis
import Testing

@Suite("A buffer that is used again")
struct SpareBuffersTests {
  @Test("writes as a new one does, in the middle of whatever it was left")
  func again() {
    let spares = SpareBuffers()
    for number in 0..<20 {
      var json = spares.take()
      #expect(json.count == 0)
      json.beginArray()
      json.integer(number)
      json.string("\(number)")
      #expect(String(decoding: json.bytes, as: UTF8.self) == "[\(number),\"\(number)\"")
      spares.keep(json)
    }
  }

  @Test("what it held stays with who still holds it")
  func copies() {
    let spares = SpareBuffers()
    var first = spares.take()
    first.string("first")
    spares.keep(first)
    var second = spares.take()
    second.string("other")
    #expect(String(decoding: first.bytes, as: UTF8.self) == "\"first\"")
    #expect(String(decoding: second.bytes, as: UTF8.self) == "\"other\"")
  }
}
