package io.jenkins.plugins.hypervnested.machine;

/** What text may travel to a machine: everything but NUL and unpaired surrogates, which JSON readers disagree about. */
public final class WireText {

    private WireText() {}

    /**
     * @throws IllegalArgumentException when the text holds NUL or an unpaired surrogate
     */
    public static String requireSendable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || Character.isSurrogate(c) && !paired) {
                throw new IllegalArgumentException("text with NUL or half a character at position " + i);
            }
            if (paired) {
                i++;
            }
        }
        return text;
    }
}
