import Synchronization
import Testing

@testable import Diagnosis
@testable import TLSHandshake

@Suite("What is remembered of offers is what would be worked out anew")
struct OfferMemoryTests {
  private static func hello(_ suites: [UInt16]) -> ClientHello {
    let bytes = suites.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    var fields = ClientHello.Fields(bytes, legacyVersion: .tls12)
    fields.cipherSuites = ClientHello.Place(0..<bytes.count)
    return ClientHello(fields)
  }

  private static func words(_ hello: ClientHello) -> String {
    hello.cipherSuites.map { String($0.rawValue) }.joined(separator: " ")
  }

  @Test("a value is made once, and another for an offer that differs in one number")
  func once() {
    let memory = OfferMemory<String>()
    let made = Mutex(0)
    let make = { (hello: ClientHello) in
      made.withLock { $0 += 1 }
      return Self.words(hello)
    }
    for _ in 0..<3 {
      #expect(memory.value(of: Self.hello([1, 2]), make) == "1 2")
      #expect(memory.value(of: Self.hello([1, 3]), make) == "1 3")
    }
    #expect(made.withLock { $0 } == 2)
  }

  @Test("more offers than it holds, and longer ones, are told alike, on several threads at once")
  func full() async {
    let memory = OfferMemory<String>()
    let count = 3 * OfferMemory<String>.maximumOffers
    await withTaskGroup(of: Int.self) { tasks in
      for first in 0..<4 {
        tasks.addTask {
          (0..<2 * count).count { number in
            let suites = [7, UInt16((number + first * 100) % count)]
            return memory.value(of: Self.hello(suites), Self.words) != Self.words(Self.hello(suites))
          }
        }
      }
      for await wrong in tasks { #expect(wrong == 0) }
    }
    let long = Self.hello(Array(0..<UInt16(OfferMemory<String>.maximumNumbers)))
    for _ in 0..<2 { #expect(memory.value(of: long, Self.words) == Self.words(long)) }
  }
}
