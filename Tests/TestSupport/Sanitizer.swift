import Foundation

/// The sanitizer that the tests run under, by the functions that its runtime brings.
package enum Sanitizer: String, Sendable {
  case address, thread

  /// `nil` in an ordinary run.
  package static let current: Sanitizer? = {
    if has("__tsan_init") { return .thread }
    return has("__asan_init") ? .address : nil
  }()

  private static func has(_ name: String) -> Bool {
    // The whole process, with whatever was linked into it.
    guard let process = unsafe dlopen(nil, RTLD_NOW) else { return false }
    defer { unsafe dlclose(process) }
    return unsafe dlsym(process, name) != nil
  }
}
