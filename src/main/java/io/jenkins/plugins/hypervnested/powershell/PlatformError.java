package io.jenkins.plugins.hypervnested.powershell;

/**
 * An error record as it travels.
 *
 * @param id {@code FullyQualifiedErrorId}, or one of ours
 * @param category {@code ErrorCategory} by its name
 * @param message the platform's localised text
 * @param target what it was about, as the platform says
 * @param type full name of the exception's type
 * @param code Win32 error or HRESULT; 0 where there is none
 */
record PlatformError(String id, String category, String message, String target, String type, long code) {

    private static final int LONGEST_ID = 1_000;
    private static final int LONGEST_MESSAGE = 64 * 1024;
    private static final long FACILITY_WIN32 = 0x80070000L;

    static PlatformError of(Fields error) throws ShapeException {
        return new PlatformError(
                error.text("id", LONGEST_ID),
                error.text("category", LONGEST_ID),
                Noise.clean(error.text("message", LONGEST_MESSAGE).replaceAll("\\s+", " ")),
                error.text("target", LONGEST_ID),
                error.text("type", LONGEST_ID),
                error.whole("code", Integer.MIN_VALUE, 0xffffffffL));
    }

    /** {@return the part of the id before the comma: what happened, without the command that it happened in} */
    String reason() {
        int comma = id.indexOf(',');
        return comma < 0 ? id : id.substring(0, comma);
    }

    /** {@return the part of the id behind the comma: where it happened} */
    String place() {
        int comma = id.indexOf(',');
        return comma < 0 ? "" : id.substring(comma + 1);
    }

    boolean isFromCommand(String name) {
        return place().endsWith("." + name) || place().equals(name);
    }

    boolean isOfType(String simpleName) {
        return type.endsWith("." + simpleName);
    }

    /** {@return the Win32 error, also out of an HRESULT that wraps one; 0 where there is none} */
    long win32() {
        // CIM's own numbers: an invalid class has 5 there, which is no refusal
        if (isOfType("CimException")) {
            return 0;
        }
        long unsigned = code & 0xffffffffL;
        return (unsigned & 0xffff0000L) == FACILITY_WIN32 ? unsigned & 0xffff : unsigned <= 0xffff ? unsigned : 0;
    }
}
