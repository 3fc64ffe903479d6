package dev.ingot.lang.function.filesystem;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.FunctionSpec.Allow;
import dev.ingot.lang.function.Limits;
import dev.ingot.lang.function.TemplateRendering;
import dev.ingot.lang.function.crypto.Hash;
import dev.ingot.lang.function.encoding.Utf8;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The functions of files and paths. */
public final class FilesystemFunctions {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private FilesystemFunctions() {}

  /** A function of a path. */
  private interface Rewrite {
    String of(String path, Scope.Environment environment) throws FunctionFailure;
  }

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "abspath" ->
          path(
              name,
              (path, environment) ->
                  path.startsWith("/")
                      ? PathText.clean(path)
                      : PathText.join(environment.baseFolder().toAbsolutePath().toString(), path));
      case "basename" -> path(name, (path, environment) -> PathText.base(path));
      case "dirname" -> path(name, (path, environment) -> PathText.dir(path));
      case "file" -> reading(name).body((a, type) -> Value.of(text(a)).marked(a.get(0).marks()));
      case "filebase64" ->
          reading(name)
              .body(
                  (a, type) ->
                      Value.of(Base64.getEncoder().encodeToString(bytes(a)))
                          .marked(a.get(0).marks()));
      case "filebase64sha256" -> hash(name, Hash.SHA256, true);
      case "filebase64sha512" -> hash(name, Hash.SHA512, true);
      case "fileexists" ->
          FunctionSpec.named(name)
              .parameter("path", Type.STRING, Allow.MARKED)
              .returns(Type.BOOL)
              .body((a, type) -> exists(a).marked(a.get(0).marks()));
      case "filemd5" -> hash(name, Hash.MD5, false);
      case "fileset" ->
          FunctionSpec.named(name)
              .parameter("path", Type.STRING)
              .parameter("pattern", Type.STRING)
              .returns(new Type.SetType(Type.STRING))
              .body((a, type) -> files(a));
      case "filesha1" -> hash(name, Hash.SHA1, false);
      case "filesha256" -> hash(name, Hash.SHA256, false);
      case "filesha512" -> hash(name, Hash.SHA512, false);
      case "pathexpand" -> path(name, Files::expand);
      case "templatefile" ->
          FunctionSpec.named(name)
              .parameter("path", Type.STRING, Allow.MARKED)
              .parameter("vars", Type.DYNAMIC, Allow.MARKED, Allow.NULL)
              .nullable()
              .body((a, type) -> template(a));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec path(String name, Rewrite rewrite) {
    return FunctionSpec.named(name)
        .parameter("path", Type.STRING)
        .returns(Type.STRING)
        .body((a, type) -> Value.of(rewrite.of(a.text(0), a.environment())));
  }

  private static FunctionSpec reading(String name) {
    return FunctionSpec.named(name)
        .parameter("path", Type.STRING, Allow.MARKED)
        .returns(Type.STRING);
  }

  private static byte[] bytes(Arguments a) throws FunctionFailure {
    return Files.read(a.text(0), a.get(0).marks().sensitive(), a.environment());
  }

  private static String text(Arguments a) throws FunctionFailure {
    return Utf8.decode(
        bytes(a),
        "contents of "
            + Files.shown(a.text(0), a.get(0).marks().sensitive())
            + " are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded"
            + " contents or the other file functions (e.g. filemd5, filesha256) to obtain file"
            + " hashing results instead");
  }

  private static Value exists(Arguments a) throws FunctionFailure {
    Path file = Files.file(a.text(0), a.environment());
    if (java.nio.file.Files.isRegularFile(file)) {
      return Values.TRUE;
    }
    if (!java.nio.file.Files.exists(file)) {
      return Values.FALSE;
    }
    String shown = Files.shown(a.text(0), a.get(0).marks().sensitive());
    throw new FunctionFailure(
        java.nio.file.Files.isDirectory(file)
            ? shown + " is a directory, not a file"
            : shown + " is not a regular file");
  }

  private static FunctionSpec hash(String name, Hash hash, boolean base64) {
    return FunctionSpec.named(name)
        .parameter("path", Type.STRING)
        .returns(Type.STRING)
        .body(
            (a, type) -> {
              Path file = Files.file(a.text(0), a.environment());
              Files.requireEnd(file, PathText.clean(a.text(0)));
              if (java.nio.file.Files.isDirectory(file)) {
                throw new FunctionFailure("read " + PathText.clean(a.text(0)) + ": is a directory");
              }
              try {
                byte[] digest = digest(hash, file);
                return Value.of(
                    base64 ? Base64.getEncoder().encodeToString(digest) : Hash.hex(digest));
              } catch (IOException e) {
                throw new FunctionFailure(
                    "open " + PathText.clean(a.text(0)) + ": " + Files.reason(e));
              }
            });
  }

  private static byte[] digest(Hash hash, Path file) throws IOException, FunctionFailure {
    try (InputStream in = java.nio.file.Files.newInputStream(file)) {
      if (java.nio.file.Files.isRegularFile(file)) {
        return hash.of(in);
      }
      // A pipe or a device may never end.
      byte[] bytes = in.readNBytes(Limits.TEXT + 1);
      if (bytes.length > Limits.TEXT) {
        throw new FunctionFailure(
            "of a pipe or a device at most " + Limits.TEXT + " bytes are read, and it has more");
      }
      return hash.of(bytes);
    }
  }

  private static Value files(Arguments a) throws FunctionFailure {
    Path folder = Files.file(a.text(0), a.environment());
    List<Value> paths = new ArrayList<>();
    try {
      for (String path : FilePattern.find(folder, a.text(1))) {
        paths.add(Value.of(path));
      }
    } catch (FunctionFailure e) {
      throw new FunctionFailure(
          "failed to glob pattern " + Quoting.quoted(a.text(1)) + ": " + e.reason());
    }
    return Values.set(Type.STRING, paths);
  }

  private static Value template(Arguments a) throws FunctionFailure {
    String text = text(a);
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    Expression template = TemplateRendering.parse(PathText.clean(a.text(0)), text);
    return TemplateRendering.render(template, a.get(1), a.call().scope()).marked(a.get(0).marks());
  }
}
