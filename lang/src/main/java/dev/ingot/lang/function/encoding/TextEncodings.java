package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.value.Quoting;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.Locale;

/** Text in other character encodings, by their IANA names and aliases. */
final class TextEncodings {
  /** The encodings, one a line: the name, then aliases. Java has more, which IANA hasn't. */
  private static final String KNOWN =
      """
      utf-8 csutf8
      utf-16 csutf16
      utf-16be csutf16be
      utf-16le csutf16le
      us-ascii iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us us ibm367 cp367 csascii
      iso-8859-1 iso_8859-1:1987 iso-ir-100 iso_8859-1 latin1 l1 ibm819 cp819 csisolatin1
      iso-8859-2 iso_8859-2:1987 iso-ir-101 iso_8859-2 latin2 l2 csisolatin2
      iso-8859-3 iso_8859-3:1988 iso-ir-109 iso_8859-3 latin3 l3 csisolatin3
      iso-8859-4 iso_8859-4:1988 iso-ir-110 iso_8859-4 latin4 l4 csisolatin4
      iso-8859-5 iso_8859-5:1988 iso-ir-144 iso_8859-5 cyrillic csisolatincyrillic
      iso-8859-6 iso_8859-6:1987 iso-ir-127 iso_8859-6 ecma-114 asmo-708 arabic csisolatinarabic
      iso-8859-7 iso_8859-7:1987 iso-ir-126 iso_8859-7 elot_928 ecma-118 greek greek8 csisolatingreek
      iso-8859-8 iso_8859-8:1988 iso-ir-138 iso_8859-8 hebrew csisolatinhebrew
      iso-8859-9 iso_8859-9:1989 iso-ir-148 iso_8859-9 latin5 l5 csisolatin5
      iso-8859-13 csiso885913
      iso-8859-15 iso_8859-15 latin-9 csiso885915
      iso-8859-16 iso-ir-226 iso_8859-16:2001 iso_8859-16 latin10 l10 csiso885916
      koi8-r cskoi8r
      koi8-u cskoi8u
      macintosh mac csmacintosh
      ibm037 cp037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl csibm037
      ibm437 cp437 437 cspc8codepage437
      ibm850 cp850 850 cspc850multilingual
      ibm852 cp852 852 cspcp852
      ibm855 cp855 855 csibm855
      ibm00858 ccsid00858 cp00858 pc-multilingual-850+euro csibm00858
      ibm860 cp860 860 csibm860
      ibm862 cp862 862 cspc862latinhebrew
      ibm863 cp863 863 csibm863
      ibm865 cp865 865 csibm865
      ibm866 cp866 866 csibm866
      ibm1047 ibm-1047 csibm1047
      ibm01140 ccsid01140 cp01140 ebcdic-us-37+euro csibm01140
      windows-874 cswindows874
      windows-1250 cswindows1250
      windows-1251 cswindows1251
      windows-1252 cswindows1252
      windows-1253 cswindows1253
      windows-1254 cswindows1254
      windows-1255 cswindows1255
      windows-1256 cswindows1256
      windows-1257 cswindows1257
      windows-1258 cswindows1258
      gbk cp936 ms936 windows-936 csgbk
      gb18030 csgb18030
      big5 csbig5
      euc-jp extended_unix_code_packed_format_for_japanese cseucpkdfmtjapanese
      iso-2022-jp csiso2022jp
      shift_jis ms_kanji csshiftjis
      euc-kr cseuckr
      """;

  private static final int ENCODING = 1;

  private TextEncodings() {}

  private static Charset charset(String name) throws FunctionFailure {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (String line : KNOWN.lines().toList()) {
      String[] names = line.split(" ", -1);
      for (String each : names) {
        if (each.equals(wanted) && Charset.isSupported(javaName(names[0]))) {
          return Charset.forName(javaName(names[0]));
        }
      }
    }
    throw new FunctionFailure(
        ENCODING,
        Quoting.quoted(name)
            + " is not a supported IANA encoding name or alias in this Terraform version");
  }

  private static String javaName(String name) {
    return switch (name) {
      case "macintosh" -> "x-MacRoman";
      case "windows-874" -> "x-windows-874";
      default -> name;
    };
  }

  static String encode(String text, String name) throws FunctionFailure {
    Charset charset = charset(name);
    try {
      ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return Base64.getEncoder().encodeToString(exact);
    } catch (CharacterCodingException e) {
      throw new FunctionFailure(
          0,
          "the given string contains characters that cannot be represented in "
              + name.toUpperCase(Locale.ROOT));
    }
  }

  static String decode(String text, String name) throws FunctionFailure {
    Charset charset = charset(name);
    byte[] bytes;
    try {
      bytes = Base64Text.decode(text);
    } catch (FunctionFailure e) {
      throw new FunctionFailure(
          0,
          "the given value is has an invalid base64 symbol at offset "
              + Base64Text.firstProblem(text));
    }
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FunctionFailure(
          0, "the given string contains symbols that are not defined for " + name);
    }
  }
}
