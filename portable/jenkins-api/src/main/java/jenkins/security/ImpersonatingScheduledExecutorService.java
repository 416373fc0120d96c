package jenkins.security;

import java.util.concurrent.ScheduledExecutorService;
import jenkins.util.InterceptingScheduledExecutorService;
import org.springframework.security.core.Authentication;

public final class ImpersonatingScheduledExecutorService extends InterceptingScheduledExecutorService {
    public ImpersonatingScheduledExecutorService(ScheduledExecutorService base, Authentication authentication) {
        super((ScheduledExecutorService) null);
    }
}
