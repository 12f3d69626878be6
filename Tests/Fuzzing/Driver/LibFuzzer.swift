#if LIBFUZZER
  import Foundation
  import FuzzTargets

  /// The entry point of libFuzzer, which brings its own `main`. `SMTPTRACE_FUZZ_TARGET` names the target.
  private let chosen: FuzzTarget? = {
    let name = ProcessInfo.processInfo.environment["SMTPTRACE_FUZZ_TARGET"]
    return FuzzTarget.all.first { $0.name == name }
  }()

  @_cdecl("LLVMFuzzerTestOneInput")
  public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let target = chosen else {
      print("SMTPTRACE_FUZZ_TARGET names none of \(FuzzTarget.all.map(\.name))")
      exit(2)
    }
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard bytes.count <= target.maximumLength else { return -1 }
    do throws(FuzzFailure) {
      _ = try target.check(bytes)
    } catch {
      print("\(target.name): \(error)")
      abort()
    }
    return 0
  }
#endif
