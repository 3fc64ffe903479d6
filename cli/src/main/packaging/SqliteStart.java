import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.function.Consumer;

/**
 * Has SQLite's driver start without looking for what is not there: SLF4J, for which it opens the
 * whole program's archive, and libraries that it unpacked into the folder for temporary files,
 * which it reads whole. The library is unpacked once, when packaging.
 */
final class SqliteStart {
  private static final ClassDesc LOGGERS = ClassDesc.of("org.sqlite.util.LoggerFactory");

  private final ClassFile classFile;

  SqliteStart(ClassFile classFile) {
    this.classFile = classFile;
  }

  /**
   * A class of the program, changed where it is one of the driver's two.
   *
   * @param path its entry in the archive
   * @throws IOException if the driver no longer has what is to be changed
   */
  byte[] in(String path, byte[] bytes) throws IOException {
    return switch (path) {
      case "org/sqlite/util/LoggerFactory.class" ->
          replace(
              bytes,
              ConstantDescs.CLASS_INIT_NAME,
              code ->
                  code.iconst_0()
                      .putstatic(LOGGERS, "USE_SLF4J", ConstantDescs.CD_boolean)
                      .return_());
      case "org/sqlite/SQLiteJDBCLoader.class" -> replace(bytes, "cleanup", CodeBuilder::return_);
      default -> bytes;
    };
  }

  private byte[] replace(byte[] bytes, String name, Consumer<CodeBuilder> body) throws IOException {
    ClassModel model = classFile.parse(bytes);
    if (model.methods().stream().noneMatch(method -> method.methodName().equalsString(name))) {
      throw new IOException(
          model.thisClass().asInternalName()
              + " has no method "
              + name
              + " any more. See what SqliteStart replaces, and whether it is still needed.");
    }
    return classFile.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method && method.methodName().equalsString(name)) {
            builder.withMethodBody(
                method.methodName(), method.methodType(), method.flags().flagsMask(), body);
          } else {
            builder.with(element);
          }
        });
  }
}
