import Testing

@testable import LiveCapture

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Laying down rights")
struct PrivilegesTests {
  @Test("no right, and one that was laid down, are told apart")
  func told() throws {
    var steps = 0
    func step() -> Int32 {
      steps += 1
      return 0
    }
    #expect(try !Privileges.layDown(isHeld: false, lower: step, forbid: step))
    #expect(steps == 0)
    #expect(try Privileges.layDown(isHeld: true, lower: step, forbid: step))
    #expect(steps == 2)
  }

  @Test("what cannot be laid down is an error, with the system's words, and nothing more is tried")
  func failures() {
    let lower = #expect(throws: LiveCaptureError.self) {
      try Privileges.layDown(
        isHeld: true, lower: { EPERM },
        forbid: {
          Issue.record("the second step was tried")
          return 0
        })
    }
    #expect(lower?.kind == .rights)
    #expect(lower?.description.hasPrefix("the right to listen could not be laid down: Operation not permitted") == true)
    let forbid = #expect(throws: LiveCaptureError.self) {
      try Privileges.layDown(isHeld: true, lower: { 0 }, forbid: { EINVAL })
    }
    #expect(forbid?.description.hasPrefix("the right to gain rights could not be laid down: Invalid argument") == true)
  }
}
