package io.jenkins.plugins.hypervnested.machine;

import java.io.Serializable;

/**
 * What a machine says of itself.
 *
 * @param name computer name
 * @param uuid SMBIOS UUID, lower case; with the name it is the machine's identity
 * @param manufacturer {@code Win32_ComputerSystem.Manufacturer}
 * @param model {@code Win32_ComputerSystem.Model}; {@code Virtual Machine} under Hyper-V and in Azure
 * @param azure whether it is an Azure VM (chassis asset tag 7783-7084-3265-9085-8269-3286-77)
 * @param processor {@code GenuineIntel}, {@code AuthenticAMD} or another maker's id
 * @param architecture {@code X64}, {@code ARM64} or another
 * @param build build number of Windows, such as 20348
 * @param server whether it is a server system
 * @param caption Windows' own localised name of itself, for messages
 * @param powerShell version of the PowerShell that answers
 * @param process64 whether that process has 64 bits
 * @param hyperV whether the Hyper-V module is there and its service answers
 * @param hyperVModule whether the Hyper-V module is there
 * @param exposes whether {@code Set-VMProcessor} knows {@code ExposeVirtualizationExtensions}
 * @param hypervisorPresent {@code Win32_ComputerSystem.HypervisorPresent}: always true inside a VM
 * @param administrator whether the account is an administrator of the machine, or a JEA virtual account that is
 * @param account the account's name, for messages
 * @param leaseFolderProblem why leases cannot be written, or empty
 * @param clock the machine's clock at the moment of the answer
 */
public record MachineFacts(
        String name,
        String uuid,
        String manufacturer,
        String model,
        boolean azure,
        String processor,
        String architecture,
        int build,
        boolean server,
        String caption,
        String powerShell,
        boolean process64,
        boolean hyperV,
        boolean hyperVModule,
        boolean exposes,
        boolean hypervisorPresent,
        boolean administrator,
        String account,
        String leaseFolderProblem,
        Clock clock)
        implements Serializable {}
