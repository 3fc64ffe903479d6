import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Has the JSON parser make its four decimals, the limits of int and long, where it compares with
 * them, instead of when its class is initialized: the first {@code BigDecimal} of a process takes
 * some 7 ms (its class computes powers of five up to 5^65536), and hardly a document has a number
 * that is compared so. {@code BD_MIN_INT} is made of {@code BI_MIN_INT}, and so on, as the parser
 * itself does.
 */
final class LazyDecimals {
  /** The package of the classes that have or use them. */
  static final String WHERE = "tools/jackson/core/base/";

  private static final ClassDesc DECIMAL = ClassDesc.of("java.math.BigDecimal");
  private static final ClassDesc INTEGER = ClassDesc.of("java.math.BigInteger");
  private static final MethodTypeDesc OF_INTEGER =
      MethodTypeDesc.of(ConstantDescs.CD_void, INTEGER);

  private final ClassFile classFile;

  LazyDecimals(ClassFile classFile) {
    this.classFile = classFile;
  }

  byte[] in(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    return classFile.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method && mentions(method)) {
            builder.transformMethod(
                method,
                MethodTransform.transformingCode(
                    method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME)
                        ? new Omission()
                        : LazyDecimals::replace));
          } else {
            builder.with(element);
          }
        });
  }

  private static boolean mentions(MethodModel method) {
    return method
        .code()
        .map(
            code ->
                code.elementStream()
                    .anyMatch(
                        element -> element instanceof FieldInstruction field && isDecimal(field)))
        .orElse(false);
  }

  private static boolean isDecimal(FieldInstruction field) {
    return field.typeSymbol().equals(DECIMAL) && field.name().stringValue().startsWith("BD_");
  }

  private static void replace(CodeBuilder code, CodeElement element) {
    if (element instanceof FieldInstruction field && isDecimal(field)) {
      code.new_(DECIMAL)
          .dup()
          .getstatic(
              field.owner().asSymbol(), "BI_" + field.name().stringValue().substring(3), INTEGER)
          .invokespecial(DECIMAL, ConstantDescs.INIT_NAME, OF_INTEGER);
    } else {
      code.with(element);
    }
  }

  /** Leaves out what makes one and puts it into its field. */
  private static final class Omission implements CodeTransform {
    private boolean within;

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof NewObjectInstruction made
          && made.className().asSymbol().equals(DECIMAL)) {
        within = true;
      }
      if (!within || !(element instanceof Instruction)) {
        code.with(element);
      } else if (element instanceof FieldInstruction field
          && field.opcode() == Opcode.PUTSTATIC
          && isDecimal(field)) {
        within = false;
      }
    }
  }
}
