package io.jenkins.plugins.hypervnested.powershell;

/** That something has not the size or the shape that the protocol gives it. */
final class ShapeException extends Exception {

    private static final long serialVersionUID = 1;

    ShapeException(String message) {
        super(message);
    }
}
