#if !LIBFUZZER
  import Foundation
  import FuzzTargets

  /// `fuzz TARGET [--bytes N] [--inputs N] [--seed N] [--input N] [--failures FOLDER]`: feeds a target with damaged inputs until it
  /// has had so many bytes. `fuzz TARGET FILE…` feeds it with files, `fuzz --list` names the targets.
  @main
  struct Driver {
    private var target: FuzzTarget?
    private var bytes = 1e8
    private var inputs = Int.max
    private var seed: UInt64 = 1
    private var first = 0
    private var failures = "."
    private var files: [String] = []

    static func main() {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if arguments == ["--list"] {
        for target in FuzzTarget.all { print("\(target.name): \(target.about)") }
        return
      }
      guard let driver = Driver(arguments), let target = driver.target else {
        print(
          """
          usage: fuzz TARGET [--bytes N] [--inputs N] [--seed N] [--input N] [--failures FOLDER] [FILE…]
          targets: \(FuzzTarget.all.map(\.name).joined(separator: " "))
          """)
        exit(2)
      }
      exit(driver.files.isEmpty ? driver.run(target) : driver.run(target, driver.files))
    }

    private init?(_ arguments: [String]) {
      var rest = arguments[...]
      target = rest.popFirst().flatMap { name in FuzzTarget.all.first { $0.name == name } }
      while let argument = rest.popFirst() {
        guard argument.hasPrefix("--") else {
          files.append(argument)
          continue
        }
        guard let value = rest.popFirst() else { return nil }
        switch argument {
        case "--bytes": bytes = Double(value) ?? bytes
        case "--inputs": inputs = Int(value) ?? inputs
        case "--seed": seed = UInt64(value) ?? seed
        case "--input":
          first = Int(value) ?? 0
          inputs = 1
        case "--failures": failures = value
        default: return nil
        }
      }
    }

    private func run(_ target: FuzzTarget) -> Int32 {
      let start = ContinuousClock.now
      var run = FuzzRun(target, seed: seed, from: first)
      let name = "\(failures)/\(target.name)-seed\(seed)"
      guard run.mutator.corpusCount > 0 else {
        print("\(target.name): there is no corpus to begin from")
        return 2
      }
      CrashNote.watch()
      do throws(FuzzRun.Failed) {
        while Double(run.bytes) < bytes, run.inputs < inputs {
          try run.step { number, input in CrashNote.set("\(name)-input\(number)", input) }
          CrashNote.clear()
          if run.inputs % 512 == 0, let peak = CrashNote.peakMebibytes, peak > 2048 {
            print("\(target.name): \(peak) MiB of memory after input \(first + run.inputs - 1) of seed \(seed)")
            return 1
          }
        }
      } catch {
        CrashNote.clear()
        let file = "\(name)-input\(error.number)"
        try? Data(error.input).write(to: URL(filePath: file))
        print("\(target.name), seed \(seed), \(error.description)\nwritten to \(file)")
        return 1
      }
      let seconds = Double((ContinuousClock.now - start).components.seconds)
      let peak = CrashNote.peakMebibytes.map { ", at most \($0) MiB" } ?? ""
      print(
        "\(target.name): seed \(seed), \(run.inputs) inputs, \(run.bytes) bytes, \(Int(seconds)) s\(peak); everything held"
      )
      return 0
    }

    private func run(_ target: FuzzTarget, _ files: [String]) -> Int32 {
      var status: Int32 = 0
      for file in files {
        guard let data = try? Data(contentsOf: URL(filePath: file)) else {
          print("\(file) cannot be read")
          return 2
        }
        do throws(FuzzFailure) {
          _ = try target.check([UInt8](data))
          print("\(file): everything held")
        } catch {
          print("\(file): \(error)")
          status = 1
        }
      }
      return status
    }
  }
#endif
