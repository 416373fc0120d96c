package io.jenkins.plugins.hypervnested.config;

import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;

/** The permissions of this plugin. Hosts, transports and the connection test need {@link Jenkins#ADMINISTER} instead. */
public final class HypervPermissions {

    public static final PermissionGroup GROUP =
            new PermissionGroup(HypervPermissions.class, Messages._HypervPermissions_Title());

    /** To see what is held on which host, by whom, and why something is stuck. */
    public static final Permission VIEW = permission("View", Messages._HypervPermissions_View(), Jenkins.SYSTEM_READ);

    /** To have a stuck rollback tried again now. */
    public static final Permission RETRY = permission("Retry", Messages._HypervPermissions_Retry(), Jenkins.ADMINISTER);

    /** To give up a rollback for good, with a reason that is kept. */
    public static final Permission FORGET =
            permission("Forget", Messages._HypervPermissions_Forget(), Jenkins.ADMINISTER);

    private HypervPermissions() {}

    private static Permission permission(String name, Localizable description, Permission impliedBy) {
        return new Permission(GROUP, name, description, impliedBy, PermissionScope.JENKINS);
    }
}
