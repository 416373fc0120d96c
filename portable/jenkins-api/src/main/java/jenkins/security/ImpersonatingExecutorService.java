package jenkins.security;

import java.util.concurrent.ExecutorService;
import jenkins.util.InterceptingExecutorService;
import org.springframework.security.core.Authentication;

public final class ImpersonatingExecutorService extends InterceptingExecutorService {
    public ImpersonatingExecutorService(ExecutorService base, Authentication authentication) {
        super((ExecutorService) null);
    }
}
