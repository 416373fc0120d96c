package hudson.remoting;

import java.util.concurrent.ExecutorService;

public class ChannelBuilder {
    public ChannelBuilder(String name, ExecutorService executors) {}
}
