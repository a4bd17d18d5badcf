// Shapes. Each is beside words that say the same; it is never the only sign.

import type { ComponentChildren } from "preact";

const Icon = ({ children, class: name = "" }: { readonly children: ComponentChildren; readonly class?: string }) => (
  <svg class={`icon ${name}`} viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
    {children}
  </svg>
);

export const SearchIcon = () => <Icon><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5" /></Icon>;
export const LockIcon = () => <Icon><rect x="3.5" y="7" width="9" height="6.5" rx="1.5" /><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" /></Icon>;
export const StarIcon = () => <Icon><path d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5z" /></Icon>;
export const ChevronIcon = () => <Icon class="chevron"><path d="m4 6 4 4 4-4" /></Icon>;
export const AlertIcon = () => <Icon><path d="M8 2.2 14.5 13.5h-13z" /><path d="M8 6.5v3.2M8 11.6v.1" /></Icon>;
export const CloseIcon = () => <Icon><path d="m4 4 8 8M12 4l-8 8" /></Icon>;
export const BrandIcon = () => (
  <svg class="brand-icon" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" class="brand-ground" />
    <circle cx="16" cy="16" r="8.5" fill="none" stroke="#fff" stroke-width="3" />
    <path d="M10 22 22 10" stroke="#fff" stroke-width="3" />
  </svg>
);

/** A full disc, a half one, a hollow one, a diamond with a question, an arrow that went, a cross, a shield, dots. */
export const OutcomeIcon = ({ outcome }: { readonly outcome: string }) => {
  switch (outcome) {
    case "deleted": return <Icon><circle cx="8" cy="8" r="6.2" fill="currentColor" /><path d="m5.2 8.2 2 2 3.8-4.2" class="cut" /></Icon>;
    case "accepted": return <Icon><circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" stroke="none" /></Icon>;
    case "absent": return <Icon><circle cx="8" cy="8" r="6" stroke-dasharray="2.5 2.2" /></Icon>;
    case "unknown": return <Icon><path d="M8 1.5 14.5 8 8 14.5 1.5 8z" /><path d="M6.7 6.6a1.4 1.4 0 1 1 1.7 1.6c-.3.1-.4.3-.4.6v.2M8 10.9v.1" /></Icon>;
    case "sent": return <Icon><path d="M2 8h11M9 4l4 4-4 4" stroke-dasharray="3 1.6" /></Icon>;
    case "failed": return <Icon><rect x="2" y="2" width="12" height="12" rx="3" /><path d="m5.5 5.5 5 5M10.5 5.5l-5 5" /></Icon>;
    case "kept": return <Icon><path d="M8 1.8 13.5 4v4.2c0 3-2.3 5-5.5 6-3.2-1-5.5-3-5.5-6V4z" /></Icon>;
    default: return <Icon><path d="M3.5 8h.1M8 8h.1M12.4 8h.1" stroke-width="2.4" /></Icon>;
  }
};
