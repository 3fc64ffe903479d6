package dev.ingot.lang.function.filesystem;

import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.value.Quoting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files named by functions: relative to the base folder or the home folder. */
final class Files {
  private static final String NO_FILE =
      "; this function works only with files that are distributed as part of the configuration"
          + " source code, so if this file will be created by a resource in this configuration you"
          + " must instead obtain this result from an attribute of that resource";

  private Files() {}

  /** A path with the home folder in place of a tilde. */
  static String expand(String path, Scope.Environment environment) throws FunctionFailure {
    if (!path.startsWith("~")) {
      return path;
    }
    if (path.length() > 1 && path.charAt(1) != '/') {
      throw new FunctionFailure("cannot expand user-specific home dir");
    }
    return PathText.join(environment.home().toString(), path.substring(1));
  }

  /** The file of a path. */
  static Path file(String path, Scope.Environment environment) throws FunctionFailure {
    try {
      return environment.baseFolder().resolve(PathText.clean(expand(path, environment)));
    } catch (InvalidPathException e) {
      throw new FunctionFailure(
          "the path " + Quoting.quoted(path) + " is not valid: " + e.getReason());
    }
  }

  /** The path in messages. */
  static String shown(String path, boolean secret) {
    return secret ? "(sensitive value)" : Quoting.quoted(PathText.clean(path));
  }

  /** The bytes of an existing file; errors are attributed to the first argument. */
  static byte[] read(String path, boolean secret, Scope.Environment environment)
      throws FunctionFailure {
    Path file = file(path, environment);
    if (!java.nio.file.Files.exists(file)) {
      throw new FunctionFailure(0, "no file exists at " + shown(path, secret) + NO_FILE);
    }
    String plain = secret ? "(sensitive value)" : PathText.clean(path);
    if (java.nio.file.Files.isDirectory(file)) {
      throw new FunctionFailure(0, "failed to read file: read " + plain + ": is a directory");
    }
    requireEnd(file, plain);
    try {
      return bytes(file);
    } catch (IOException e) {
      throw new FunctionFailure(0, "failed to read file: open " + plain + ": " + reason(e));
    }
  }

  /** Refuses a pipe: opening one without a writer takes for ever. Devices are read in part. */
  static void requireEnd(Path file, String plain) throws FunctionFailure {
    if (BoundedFile.isEndless(file) && !file.startsWith("/dev")) {
      throw new FunctionFailure(
          0, "failed to read file: read " + plain + ": it is a pipe or a socket, not a file");
    }
  }

  private static byte[] bytes(Path file) throws IOException, FunctionFailure {
    try (InputStream in = java.nio.file.Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Limits.TEXT + 1);
      Limits.requireText(bytes.length);
      return bytes;
    }
  }

  /** Why a file can't be opened, in the system's wording. */
  static String reason(IOException problem) {
    if (problem instanceof java.nio.file.NoSuchFileException) {
      return "no such file or directory";
    }
    return problem instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(problem.getMessage());
  }
}
