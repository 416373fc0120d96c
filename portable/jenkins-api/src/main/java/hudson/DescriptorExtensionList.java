package hudson;

import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Hudson;

public class DescriptorExtensionList<T extends Describable<T>, D extends Descriptor<T>> extends ExtensionList<D> {
    @Deprecated
    protected DescriptorExtensionList(Hudson hudson, Class<T> describableType) {
        super((Hudson) null, (Class) null);
    }
}
