package hudson;

public class Util {
    public Util() {}

    public static String escape(String text) {
        throw new UnsupportedOperationException();
    }

    public static String fixNull(String s) {
        throw new UnsupportedOperationException();
    }
}
