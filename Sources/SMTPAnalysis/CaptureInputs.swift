public import CaptureFiles

/// The captures that a list of paths stands for: files, folders of captures, and `-`.
public struct CaptureInputs: Sendable {
  public var names: [String]
  public var errors: [CaptureError]

  public init(paths: [String]) {
    names = []
    errors = []
    for path in paths {
      do throws(CaptureError) {
        names += try CaptureSet.expand(path)
      } catch {
        errors.append(error)
      }
    }
  }
}
