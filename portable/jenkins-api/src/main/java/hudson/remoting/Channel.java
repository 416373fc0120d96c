package hudson.remoting;

import java.io.Closeable;
import java.io.IOException;

public class Channel implements VirtualChannel, IChannel, Closeable {
    protected Channel(ChannelBuilder settings, CommandTransport transport) throws IOException {}

    public void addListener(Channel.Listener l) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V, T extends Throwable> Future<V> callAsync(Callable<V, T> callable) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }

    public static Channel current() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T export(Class<T> type, T instance) {
        throw new UnsupportedOperationException();
    }

    public boolean removeListener(Channel.Listener l) {
        throw new UnsupportedOperationException();
    }

    public abstract static class Listener {
        public Listener() {}

        public void onClosed(Channel channel, IOException cause) {
            throw new UnsupportedOperationException();
        }
    }
}
